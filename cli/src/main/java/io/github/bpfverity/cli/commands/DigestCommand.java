package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.ComputeDigest;
import io.github.bpfverity.cli.tasks.Digests;
import io.github.bpfverity.fsverity.VerityParameters;
import io.github.bpfverity.gate.Use;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code digest}: what the kernel says, or what it would say. */
@Command(
        name = "digest",
        description = {
            "Print the fs-verity digest of each file as ALGORITHM:HEX FILE, which is a line of a policy.",
            "Without --compute, the one that the kernel knows the file by."
        },
        mixinStandardHelpOptions = true)
final class DigestCommand implements Callable<Integer> {
    static final String COMPUTE = "--compute";

    @ParentCommand
    Root root;

    @Spec
    CommandSpec spec;

    @Option(names = COMPUTE, description = "Compute it from the file's contents; fs-verity need not be on.")
    boolean compute;

    @Option(
            names = "--mapped",
            description = "Print policy lines for files that may only be mapped, such as libraries.")
    boolean mapped;

    @Mixin
    JsonOption json;

    @Mixin
    TreeOptions tree;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    List<Path> files;

    private final Services services;

    DigestCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        VerityParameters parameters = Usage.check(spec, tree::parameters);
        if (!compute && !parameters.equals(VerityParameters.DEFAULT)) {
            throw new ParameterException(
                    spec.commandLine(), "options for the Merkle tree go with --compute; the kernel knows its own");
        }
        Digests digests = compute ? new ComputeDigest(parameters, services::console) : services.files()::measure;
        Use use = mapped ? Use.MAPPED : Use.EXECUTABLE;
        Reporter reporter = new Reporter(services.err(), root.verbose);
        return json.given
                ? DigestPrinter.printJson(digests, use, files, services.out(), reporter)
                : DigestPrinter.print(digests, use, files, services.out(), reporter);
    }
}
