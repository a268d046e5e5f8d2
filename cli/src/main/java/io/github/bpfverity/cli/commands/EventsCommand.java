package io.github.bpfverity.cli.commands;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code events}: what the gate decided. */
@Command(
        name = "events",
        description = {
            "Print the latest decisions of the gate that is attached, up to a thousand.",
            "With --json, one document for each decision, or for granted calls that repeat and that the gate tells together."
        },
        mixinStandardHelpOptions = true)
final class EventsCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--follow"},
            description = "Go on with each decision as it is made, until the gate goes. A reader that does not keep up"
                    + " finds how many lines it lost.")
    boolean follow;

    @Mixin
    JsonOption json;

    private final Services services;

    EventsCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        List<String> request = List.of("events", json.given ? "json" : "text", follow ? "follow" : "latest");
        if (follow) {
            services.control().follow(request, this::print);
        } else {
            services.control().ask(request).forEach(this::print);
        }
        return 0;
    }

    private boolean print(String line) {
        if (json.given) {
            services.out().println(line);
        } else {
            services.console().decision(line);
        }
        return !services.out().checkError();
    }
}
