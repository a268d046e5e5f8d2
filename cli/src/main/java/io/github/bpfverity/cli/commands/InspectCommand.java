package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.InspectObject;
import io.github.bpfverity.cli.tasks.InspectOptions;
import io.github.bpfverity.cli.tasks.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code inspect}: what is in an object. */
@Command(
        name = "inspect",
        description = {
            "Print what BPF object files hold: programs, maps, variables, externs, CO-RE relocations.",
            "The kernel is not asked. Exit code 0 if all were read, 65 if any was not."
        },
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    @ParentCommand
    Root root;

    @Option(names = "--json", description = "Print one line of JSON for each object.")
    boolean json;

    @Option(names = "--elf", description = "Print sections, symbols and relocations too.")
    boolean elf;

    @Option(
            names = "--types",
            description = {
                "Print all types (BTF) too. With this, a file may hold nothing but types,",
                "as /sys/kernel/btf/vmlinux does."
            })
    boolean types;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    List<Path> files;

    private final Services services;

    InspectCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        int code = new ObjectPrinter(services, json, root.verbose)
                .print(new InspectObject(new InspectOptions(elf, types)), files);
        return code == 0 ? 0 : Problem.BAD_DATA.exitCode();
    }
}
