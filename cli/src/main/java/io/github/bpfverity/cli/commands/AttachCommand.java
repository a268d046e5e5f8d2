package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.AttachGate;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attach}: the gate itself. */
@Command(
        name = "attach",
        description = {
            "Deny bpf() to every program but the listed ones, until interrupted.",
            "Each file needs fs-verity ('enable' turns it on). One line is printed for each decision; when standard"
                    + " output is closed, the gate stays and nothing more is printed. SIGINT or SIGTERM detaches it."
        },
        mixinStandardHelpOptions = true)
final class AttachCommand implements Callable<Integer> {
    @Option(names = "--trace", description = "Also write decisions to the kernel's trace pipe.")
    boolean trace;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    List<Path> files;

    private final Services services;

    AttachCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        AttachGate task =
                new AttachGate(services.files(), services.doctor(), services.gates(), services.out(), services.err());
        services.onTermination(task::stop);
        task.run(files, trace);
        return 0;
    }
}
