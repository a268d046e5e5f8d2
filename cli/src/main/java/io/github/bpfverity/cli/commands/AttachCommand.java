package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.AttachGate;
import io.github.bpfverity.cli.tasks.AttachRequest;
import io.github.bpfverity.cli.tasks.Door;
import io.github.bpfverity.cli.tasks.Lister;
import io.github.bpfverity.cli.tasks.Scope;
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

    @Option(
            names = "--no-control",
            description = "Open no control socket: the list stays as it is, and only a signal ends the gate.")
    boolean noControl;

    @Option(
            names = "--library",
            paramLabel = "FILE",
            description = "List a file that a program maps as code when it runs, as with dlopen(); repeatable.")
    List<Path> libraries = List.of();

    @Parameters(arity = "1..*", paramLabel = "FILE")
    List<Path> files;

    private final Services services;

    AttachCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        Lister lister = new Lister(services.files(), services.neededFiles());
        AttachGate task = new AttachGate(
                lister,
                services.doctor(),
                services.gates(),
                noControl ? Door.NONE : services.door(),
                services.out(),
                services.err());
        services.onTermination(task::stop);
        task.run(new AttachRequest(files, libraries, Scope.EXE, trace));
        return 0;
    }
}
