package io.github.bpfverity.cli.commands;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Errors of usage that only show when options are put together. */
final class Usage {
    private Usage() {}

    /** What {@code options} make, their complaint becoming a usage error of the command. */
    static <T> T check(CommandSpec command, Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
