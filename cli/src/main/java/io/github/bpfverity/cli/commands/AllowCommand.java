package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.ChangeList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code allow}: lists more, or lets one process in. */
@Command(
        name = "allow",
        description = {
            "List files or digests at the gate that is attached.",
            "In scope process, what a program needs to start is listed with it, as 'attach' does.",
            "With --pid, let one running process call bpf() until it ends, whatever its code."
        },
        mixinStandardHelpOptions = true)
final class AllowCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--pid", paramLabel = "PID", description = "A process instead of files.")
    @Nullable
    Integer pid;

    @Option(names = "--mapped", description = "List as code to map, such as a library, and not as executables.")
    boolean mapped;

    @Parameters(arity = "0..*", paramLabel = "FILE|DIGEST")
    List<String> subjects = List.of();

    @Mixin
    JsonOption json;

    private final Services services;

    AllowCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        if ((pid == null) == subjects.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "name files or digests, or a process by --pid");
        }
        ChangeList task = new ChangeList(services.control(), services.files(), services.neededFiles(), json.given);
        List<String> said = pid == null ? task.allow(subjects, mapped) : task.grant(pid);
        said.forEach(services.out()::println);
        return 0;
    }
}
