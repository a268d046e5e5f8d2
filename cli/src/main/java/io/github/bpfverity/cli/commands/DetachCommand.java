package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.GatePins;
import io.github.bpfverity.cli.tasks.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code detach}: ends the gate. */
@Command(
        name = "detach",
        description = {
            "Have the gatekeeper detach its gate and end.",
            "Where none is at work, remove the gate that one left pinned in DIR."
        },
        mixinStandardHelpOptions = true)
final class DetachCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "/sys/fs/bpf/bpf-verity unless given.")
    Path folder = GatePins.DEFAULT;

    @Mixin
    JsonOption json;

    private final Services services;

    DetachCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        if (services.control().isThere()) {
            services.control().ask(json.request("detach")).forEach(services.out()::println);
        } else {
            GatePins.at(folder).remove();
            services.out()
                    .println(
                            json.given
                                    ? Json.document("detach", Map.of("pins", folder))
                                    : "Removed the gate pinned in " + folder);
        }
        return 0;
    }
}
