package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.LoadOptions;
import io.github.bpfverity.cli.tasks.ObjectTask;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code load}: what the kernel makes of an object. */
@Command(
        name = "load",
        description = {
            "Load BPF object files, print what the kernel says of their programs and maps, and unload them again.",
            "With --attach they stay until SIGINT or SIGTERM; with --pin, for as long as their names do."
        },
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    @ParentCommand
    Root root;

    @Option(names = "--json", description = "Print one line of JSON for each object.")
    boolean json;

    @Option(names = "--attach", description = "Attach each program to what its section names.")
    boolean attach;

    @Option(
            names = "--pin",
            paramLabel = "DIR",
            description = "Give programs, maps and links names in this folder of a bpffs.")
    @Nullable
    Path pins;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    List<Path> files;

    private final Services services;

    LoadCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() throws InterruptedException {
        LoadOptions options = new LoadOptions(attach, pins);
        CountDownLatch stopped = new CountDownLatch(1);
        if (options.staysWithProcess()) {
            services.onTermination(stopped::countDown);
        }
        try (ObjectTask task = services.loading().with(options)) {
            int code = new ObjectPrinter(services, json, root.verbose).print(task, files);
            if (task.keepsSomething()) {
                services.console().note("attached until this ends, ctrl-c ends it");
                stopped.await();
            }
            return code;
        }
    }
}
