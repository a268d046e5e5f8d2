package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.Check;
import io.github.bpfverity.cli.tasks.GateCheck;
import io.github.bpfverity.cli.tasks.Json;
import io.github.bpfverity.cli.tasks.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code doctor}: can the gate run here? */
@Command(
        name = "doctor",
        description = {
            "Check whether the gate can run on this machine, and say what to do where it cannot.",
            "Exit code 0 if it can, 69 if it cannot. Nothing is changed."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files that are to be listed.")
    List<Path> paths = List.of();

    @Mixin
    JsonOption json;

    private final Services services;

    DoctorCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        List<Check> checks = new ArrayList<>(services.doctor().examine(paths));
        GateCheck.of(services.control()).ifPresent(checks::add);
        boolean fit = checks.stream().noneMatch(check -> check.level() == Check.Level.FAIL);
        if (json.given) {
            List<Map<String, Object>> facts = checks.stream().map(Check::facts).toList();
            services.out().println(Json.document("doctor", Map.of("fit", fit, "checks", facts)));
            return fit ? 0 : Problem.UNAVAILABLE.exitCode();
        }
        checks.forEach(check -> services.out().println(check.line()));
        services.out().println(fit ? "The gate can run here." : "The gate cannot run here.");
        return fit ? 0 : Problem.UNAVAILABLE.exitCode();
    }
}
