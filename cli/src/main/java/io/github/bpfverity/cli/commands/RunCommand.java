package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.RunGranted;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code run}: becomes a program that may call bpf(). */
@Command(
        name = "run",
        description = {
            "Run a command whose process may call bpf(), whatever its code, until it ends.",
            "For programs that make code when they run, such as a JVM. Its children may not."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "-- CMD", description = "The command and its arguments.")
    List<String> command;

    private final Services services;

    RunCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        new RunGranted(services.control(), services.program()).run(command);
        return 0;
    }
}
