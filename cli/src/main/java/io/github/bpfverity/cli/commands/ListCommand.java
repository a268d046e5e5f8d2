package io.github.bpfverity.cli.commands;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code list}: what is listed. */
@Command(
        name = "list",
        description = "Print what is listed, as a policy that lists the same.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Mixin
    JsonOption json;

    private final Services services;

    ListCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        services.control().ask(json.request("list")).forEach(services.out()::println);
        return 0;
    }
}
