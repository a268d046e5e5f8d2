package io.github.bpfverity.cli.commands;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code detach}: ends the gate. */
@Command(name = "detach", description = "Have the gatekeeper detach its gate and end.", mixinStandardHelpOptions = true)
final class DetachCommand implements Callable<Integer> {
    private final Services services;

    DetachCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        services.control().ask(List.of("detach")).forEach(services.out()::println);
        return 0;
    }
}
