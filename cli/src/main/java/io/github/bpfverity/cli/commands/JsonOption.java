package io.github.bpfverity.cli.commands;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --json}: results for programs. */
final class JsonOption {
    @Option(names = "--json", description = "Print results as JSON, one document a line (docs/json.md).")
    boolean given;

    /** A request to the gatekeeper that is answered in the form that was asked for. */
    List<String> request(String... words) {
        return request(List.of(words));
    }

    List<String> request(List<String> words) {
        List<String> request = new ArrayList<>();
        if (given) {
            request.add("json");
        }
        request.addAll(words);
        return request;
    }
}
