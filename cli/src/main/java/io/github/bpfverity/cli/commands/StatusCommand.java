package io.github.bpfverity.cli.commands;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: what the gatekeeper says of itself. */
@Command(
        name = "status",
        description = "Print the state of the gate that is attached: scope, decisions, grants.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Mixin
    JsonOption json;

    private final Services services;

    StatusCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        services.control().ask(json.request("status")).forEach(services.out()::println);
        return 0;
    }
}
