package io.github.bpfverity.cli.policy;

import io.github.bpfverity.fsverity.VerityDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What policy files list together.
 *
 * @param entries one for each digest, in the order of the files
 */
public record Policy(List<PolicyEntry> entries) {
    public Policy {
        entries = List.copyOf(entries);
    }

    /**
     * A digest that is listed twice for the same use, such as a program and its copy, is listed once.
     *
     * @throws PolicyException if one line says that a file may only be mapped, and another that it may be executed
     */
    static Policy of(Collection<PolicyEntry> lines) throws PolicyException {
        Map<VerityDigest, PolicyEntry> entries = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (PolicyEntry line : lines) {
            PolicyEntry first = entries.putIfAbsent(line.digest(), line);
            if (first != null && first.use() != line.use()) {
                problems.add(line.place() + ": this digest is listed at " + first.place()
                        + " for the other use; a file is either to be executed or only to be mapped: remove one");
            }
        }
        PolicyException.requireNone(problems);
        return new Policy(List.copyOf(entries.values()));
    }
}
