package io.github.bpfverity.cli.commands;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reload}: has the gatekeeper read its policy files again. */
@Command(
        name = "reload",
        description = {
            "Have the gatekeeper read its policy files again, as SIGHUP does.",
            "The list follows them in one change; a file with a bad line changes nothing. What was allowed by 'allow'"
                    + " stays, and what was revoked by 'revoke' comes back if a file lists it."
        },
        mixinStandardHelpOptions = true)
final class ReloadCommand implements Callable<Integer> {
    @Mixin
    JsonOption json;

    private final Services services;

    ReloadCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        services.control().ask(json.request("reload")).forEach(services.out()::println);
        return 0;
    }
}
