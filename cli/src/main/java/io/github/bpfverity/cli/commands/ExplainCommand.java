package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.Explain;
import io.github.bpfverity.cli.tasks.Explanation;
import io.github.bpfverity.cli.tasks.GateSettings;
import io.github.bpfverity.cli.tasks.KnownList;
import io.github.bpfverity.cli.tasks.PolicyFiles;
import io.github.bpfverity.cli.tasks.TaskException;
import io.github.bpfverity.gate.Scope;
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

/** {@code explain}: what the gate would decide, and why. */
@Command(
        name = "explain",
        description = {
            "Say what the gate that is attached would decide of a process or a program, and why, mapping by mapping.",
            "With --policy, what a gate with that policy would decide. Nothing is changed."
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @ParentCommand
    Root root;

    @Spec
    CommandSpec spec;

    @Option(names = "--policy", paramLabel = "FILE", description = "Go by this policy; repeatable.")
    List<Path> policies = List.of();

    @Option(
            names = "--scope",
            paramLabel = "exe|process",
            description = "With --policy, the scope to go by; process unless given.")
    String scopeName = "process";

    @Mixin
    JsonOption json;

    @Parameters(arity = "1..*", paramLabel = "PID|FILE", description = "A number is a process; ./1 is a file.")
    List<String> subjects;

    private final Services services;

    ExplainCommand(Services services) {
        this.services = services;
    }

    private Scope scope() {
        return GateSettings.scope(scopeName)
                .orElseThrow(() -> new IllegalArgumentException("--scope: '" + scopeName + "' is not exe or process"));
    }

    @Override
    public Integer call() {
        Scope scope = Usage.check(spec, this::scope);
        KnownList list = policies.isEmpty()
                ? Explain.attached(services.control())
                : Explain.policy(new PolicyFiles(services.policies(), policies, null), scope);
        Explain task = new Explain(services.processes(), services.files(), services.neededFiles());
        Reporter reporter = new Reporter(services.err(), root.verbose);
        for (String subject : subjects) {
            try {
                print(task.of(subject, list));
            } catch (TaskException e) {
                reporter.report(e);
            }
        }
        return reporter.exitCode();
    }

    private void print(Explanation explanation) {
        if (json.given) {
            services.out().println(explanation.json());
        } else {
            explanation.lines().forEach(services.out()::println);
        }
    }
}
