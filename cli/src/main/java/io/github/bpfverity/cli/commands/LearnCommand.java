package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.Durations;
import io.github.bpfverity.cli.tasks.GateSettings;
import io.github.bpfverity.cli.tasks.LearnPolicy;
import io.github.bpfverity.gate.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code learn}: writes a policy of what calls bpf(). */
@Command(
        name = "learn",
        description = {
            "Watch for a while which programs call bpf(), denying nothing, and write a policy that would let them.",
            "For each program it says who ran it, how often and what for; what has no digest yet is named in a comment"
                    + " with what to do. SIGINT or SIGTERM ends it early, with what it has."
        },
        mixinStandardHelpOptions = true)
final class LearnCommand implements Callable<Integer> {
    @Option(
            names = "--for",
            paramLabel = "DURATION",
            required = true,
            description = "How long: a number and s, m, h or d, such as 24h.")
    String duration;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to; standard output unless given.")
    @Nullable
    Path output;

    @Option(
            names = "--scope",
            paramLabel = "exe|process",
            description = "The scope that the policy is for, process unless given: that lists libraries too.")
    String scopeName = "process";

    @Spec
    CommandSpec spec;

    private final Services services;

    LearnCommand(Services services) {
        this.services = services;
    }

    private Scope scope() {
        return GateSettings.scope(scopeName)
                .orElseThrow(() -> new IllegalArgumentException("--scope: '" + scopeName + "' is not exe or process"));
    }

    @Override
    public Integer call() {
        Duration time = Usage.check(spec, () -> Durations.parse(duration));
        Scope scope = Usage.check(spec, this::scope);
        LearnPolicy task = new LearnPolicy(
                services.doctor(),
                services.door(),
                services.gates(),
                services.processes(),
                services.files(),
                services.neededFiles(),
                services.console());
        services.onTermination(task::stop);
        task.run(time, scope, output);
        return 0;
    }
}
