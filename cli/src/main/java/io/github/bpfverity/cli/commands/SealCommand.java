package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.policy.PolicyEntry;
import io.github.bpfverity.cli.tasks.SealFiles;
import io.github.bpfverity.fsverity.VerityParameters;
import io.github.bpfverity.gate.Use;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code seal}: turns fs-verity on for all that a listed program needs. */
@Command(
        name = "seal",
        description = {
            "Turn fs-verity on for each file that does not have it yet, and say what was done.",
            "With --with-libraries, also for its dynamic linker and the libraries it needs, as 'attach --scope process'"
                    + " wants them. What a program opens with dlopen() when it runs is not found: name it as a FILE."
        },
        mixinStandardHelpOptions = true)
final class SealCommand implements Callable<Integer> {
    @ParentCommand
    Root root;

    @Spec
    CommandSpec spec;

    @Option(names = "--with-libraries", description = "Seal also what each file needs to start.")
    boolean withLibraries;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    boolean dryRun;

    @Option(names = "--policy", description = "Print policy lines instead, for the files and for what they need.")
    boolean policy;

    @Mixin
    JsonOption json;

    @Mixin
    TreeOptions tree;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    List<Path> paths;

    private final Services services;

    SealCommand(Services services) {
        this.services = services;
    }

    private void say(Path path, Use use, SealFiles.Outcome outcome) {
        if (json.given) {
            services.out().println(DigestPrinter.document("seal", path, use, outcome.digest()));
        } else if (!policy) {
            services.out().println(outcome.words() + " " + path);
        } else if (outcome.digest() != null) {
            services.out().println(PolicyEntry.line(outcome.digest(), use, path.toString()));
        } else {
            services.out().println("# not sealed yet: " + PolicyEntry.printable(path.toString()));
        }
    }

    @Override
    public Integer call() {
        VerityParameters parameters = Usage.check(spec, tree::parameters);
        Reporter reporter = new Reporter(services.err(), root.verbose);
        SealFiles task = new SealFiles(
                services.files(), services.neededFiles(), parameters, dryRun, this::say, reporter::report);
        paths.forEach(withLibraries ? task::sealWithLibraries : task::seal);
        return reporter.exitCode();
    }
}
