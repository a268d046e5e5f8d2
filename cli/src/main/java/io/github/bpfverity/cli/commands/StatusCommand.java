package io.github.bpfverity.cli.commands;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code status}: what the gatekeeper says of itself. */
@Command(
        name = "status",
        description = "Print the state of the gate that is attached: scope, decisions, grants.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private final Services services;

    StatusCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        services.control().ask(List.of("status")).forEach(services.out()::println);
        return 0;
    }
}
