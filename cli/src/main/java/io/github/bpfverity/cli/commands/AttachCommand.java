package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.AttachGate;
import io.github.bpfverity.cli.tasks.AttachRequest;
import io.github.bpfverity.cli.tasks.Door;
import io.github.bpfverity.cli.tasks.GatePins;
import io.github.bpfverity.cli.tasks.GateSettings;
import io.github.bpfverity.cli.tasks.Lister;
import io.github.bpfverity.cli.tasks.PolicyFiles;
import io.github.bpfverity.cli.tasks.PolicySource;
import io.github.bpfverity.gate.Scope;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attach}: the gate itself. */
@Command(
        name = "attach",
        description = {
            "Deny bpf() to every program but the listed ones, until interrupted.",
            "Each file needs fs-verity ('enable' turns it on). Decisions are printed, those that repeat with a count; when"
                    + " standard output is closed, the gate stays and nothing more is printed. SIGINT or SIGTERM detaches it."
        },
        mixinStandardHelpOptions = true)
final class AttachCommand implements Callable<Integer> {
    @Option(names = "--trace", description = "Also write decisions to the kernel's trace pipe.")
    boolean trace;

    @Option(
            names = "--audit",
            description = "Decide and report, and deny nothing: to see what a list would do before it does it.")
    boolean audit;

    @Option(
            names = "--metrics",
            paramLabel = "[HOST:]PORT",
            description = "Serve metrics for Prometheus at http://HOST:PORT/metrics; on the loopback unless given.")
    @Nullable
    String metricsAt;

    @Option(
            names = "--no-control",
            description = "Open no control socket: the list stays as it is, whatever becomes of policy files, and only"
                    + " a signal ends the gate.")
    boolean noControl;

    @Option(
            names = "--library",
            paramLabel = "FILE",
            description = "List a file that a program maps as code when it runs, as with dlopen(); repeatable.")
    List<Path> libraries = List.of();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = {
                "List what a policy file names: one digest a line, as 'digest' prints it; repeatable, - for standard"
                        + " input; a folder stands for its files *.policy. Only root may be able to write it. Read again on SIGHUP and by 'reload'."
            })
    List<Path> policies = List.of();

    @Option(
            names = "--policy-key",
            paramLabel = "KEYFILE",
            description = "Take a policy FILE only with a signature in FILE.sig by this Ed25519 public key or X.509"
                    + " certificate (PEM).")
    @Nullable
    Path policyKey;

    @Option(
            names = "--scope",
            paramLabel = "exe|process",
            description = {
                "What of a caller has to be listed: all code that it maps, with nobody having tampered with it (process,"
                        + " unless said otherwise), or its executable alone (exe). In scope process the libraries that"
                        + " a FILE needs are listed with it: 'seal --with-libraries' turns fs-verity on for them."
            })
    String scopeName = "process";

    @Option(
            names = "--pin",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = "/sys/fs/bpf/bpf-verity",
            preprocessor = OnlyAttached.class,
            description = "Keep the gate on bpffs when this process ends; 'detach' removes it. DIR is "
                    + "/sys/fs/bpf/bpf-verity unless given.")
    @Nullable
    Path pin;

    @Option(
            names = "--lock",
            description = {
                "As --pin, and until the machine is booted again nobody removes, renames or unmounts the pins:",
                "the gatekeeper cannot detach the gate either."
            })
    boolean lock;

    @Parameters(arity = "0..*", paramLabel = "FILE")
    List<Path> files = List.of();

    @Spec
    CommandSpec spec;

    private final Services services;

    AttachCommand(Services services) {
        this.services = services;
    }

    private Scope scope() {
        return GateSettings.scope(scopeName)
                .orElseThrow(() -> new IllegalArgumentException("--scope: '" + scopeName + "' is not exe or process"));
    }

    private @Nullable InetSocketAddress metrics() {
        return metricsAt == null ? null : Addresses.parse("--metrics", metricsAt);
    }

    private PolicySource policy() {
        if (!policies.isEmpty()) {
            return new PolicyFiles(services.policies(), policies, policyKey);
        }
        if (policyKey != null) {
            throw new IllegalArgumentException("--policy-key goes with --policy");
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("Missing: FILE or --policy, of which one is needed");
        }
        return PolicySource.NONE;
    }

    private @Nullable Path pinFolder() {
        Path folder = pin == null && lock ? GatePins.DEFAULT : pin;
        return folder == null ? null : folder.toAbsolutePath().normalize();
    }

    @Override
    public Integer call() {
        PolicySource policy = Usage.check(spec, this::policy);
        services.program().refuseAgents();
        Lister lister = new Lister(services.files(), services.neededFiles());
        AttachGate task = new AttachGate(
                lister,
                services.doctor(),
                services.gates(),
                noControl ? Door.NONE : services.door(),
                services.supervisor(),
                (address, text) -> services.metrics().open(address, text),
                services.console(),
                services.processes());
        AttachRequest request = new AttachRequest(
                files,
                libraries,
                Usage.check(spec, this::scope),
                trace,
                pinFolder(),
                lock,
                policy,
                Usage.check(spec, this::metrics),
                audit);
        services.onTermination(task::stop);
        if (policy != PolicySource.NONE) {
            services.onHangup(noControl ? () -> {} : task::reload);
        }
        task.run(request);
        return 0;
    }
}
