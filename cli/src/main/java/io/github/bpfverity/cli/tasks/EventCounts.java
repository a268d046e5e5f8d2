package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Hook;
import io.github.bpfverity.gate.Reason;
import java.util.HashMap;
import java.util.Map;

/** Counts decisions by what was asked for. Commands that the kernel does not have are one: callers choose them freely. */
final class EventCounts {
    private static final String OTHER = "other";

    /** What is counted together. */
    record Kind(Hook hook, String command, Reason reason) {}

    private final Map<Kind, Long> counts = new HashMap<>();

    synchronized void accept(Event event) {
        counts.merge(new Kind(event.hook(), command(event), event.reason()), event.calls(), Long::sum);
    }

    private static String command(Event event) {
        if (event.hook() != Hook.BPF) {
            return "";
        }
        return DecisionLine.hasName(event.command()) ? DecisionLine.command(event.command()) : OTHER;
    }

    synchronized Map<Kind, Long> counts() {
        return Map.copyOf(counts);
    }
}
