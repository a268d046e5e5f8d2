package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.Json;
import io.github.bpfverity.cli.tasks.TaskException;
import io.github.bpfverity.cli.tasks.VerityFiles;
import io.github.bpfverity.fsverity.VerityParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code enable}: turns fs-verity on. */
@Command(
        name = "enable",
        description = {
            "Turn fs-verity on for each file.",
            "From then on its contents cannot change, not even for root; it can be replaced and removed.",
            "'seal' does the same and takes files that have it already."
        },
        mixinStandardHelpOptions = true)
final class EnableCommand implements Callable<Integer> {
    @ParentCommand
    Root root;

    @Spec
    CommandSpec spec;

    @Mixin
    JsonOption json;

    @Mixin
    TreeOptions tree;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    List<Path> paths;

    private final Services services;

    EnableCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        VerityParameters parameters = Usage.check(spec, tree::parameters);
        VerityFiles files = services.files();
        Reporter reporter = new Reporter(services.err(), root.verbose);
        for (Path path : paths) {
            try {
                files.enable(path, parameters);
                if (json.given) {
                    services.out().println(Json.document("enable", Map.of("path", path)));
                }
            } catch (TaskException e) {
                reporter.report(e);
            }
        }
        return reporter.exitCode();
    }
}
