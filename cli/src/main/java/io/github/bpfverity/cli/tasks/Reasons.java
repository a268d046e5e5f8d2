package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Counters;
import io.github.bpfverity.gate.Reason;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts by reason, under the names that programs know. */
final class Reasons {
    private Reasons() {}

    /** Those that there are any of. */
    static Map<String, Object> counted(Counters counters) {
        Map<String, Object> counted = new LinkedHashMap<>();
        for (Reason reason : Reason.values()) {
            if (counters.decisions(reason) > 0) {
                counted.put(DecisionLine.name(reason), counters.decisions(reason));
            }
        }
        return counted;
    }
}
