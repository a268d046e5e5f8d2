package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Counters;
import io.github.bpfverity.gate.Reason;
import java.util.Comparator;
import java.util.Map;

/** A gate in numbers, in the text format of Prometheus 0.0.4. */
final class Metrics {
    private static final double NANOS_IN_A_SECOND = 1e9;

    private final Gate gate;
    private final GateSettings settings;
    private final GateList list;
    private final EventCounts events;

    Metrics(Gate gate, GateSettings settings, GateList list, EventCounts events) {
        this.gate = gate;
        this.settings = settings;
        this.list = list;
        this.events = events;
    }

    /**
     * All of it, as it is now. What was reported is looked at first: reading the counters is a decision of its own, counted
     * at once and reported later.
     */
    String text() {
        Page page = new Page();
        long read = gate.handedOver();
        Map<EventCounts.Kind, Long> told = events.counts();
        Counters counters = gate.counters();
        decisions(page, counters);
        events(page, told);
        page.begin("events_read_total", "counter", "Events that gatekeepers have read from the gate.");
        page.add("events_read_total", "", read);
        page.begin("events_lost_total", "counter", "Decisions whose event found the ring buffer full.");
        page.add("events_lost_total", "", counters.lostEvents());
        page.begin("decisions_joined_total", "counter", "Decisions that an event stands for beside its first.");
        page.add("decisions_joined_total", "", counters.joined());
        page.begin("listed_digests", "gauge", "Digests that are listed.");
        page.add("listed_digests", "", list.entries().size());
        page.begin("list_capacity", "gauge", "Digests that the gate has room for.");
        page.add("list_capacity", "", gate.capacity());
        state(page);
        latency(page);
        return page.text.toString();
    }

    /** Those that never happened too: an alert on a series that is not there yet is never raised. */
    private static void decisions(Page page, Counters counters) {
        page.begin("decisions_total", "counter", "Decisions, counted in the kernel.");
        for (Reason reason : Reason.values()) {
            page.add("decisions_total", labels(reason), counters.decisions(reason));
        }
    }

    private static void events(Page page, Map<EventCounts.Kind, Long> told) {
        page.begin("events_total", "counter", "Decisions by what was asked for, counted as they are reported.");
        Comparator<EventCounts.Kind> order = Comparator.comparing(EventCounts.Kind::hook)
                .thenComparing(EventCounts.Kind::command)
                .thenComparing(EventCounts.Kind::reason);
        told.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(order))
                .forEach(count -> page.add(
                        "events_total",
                        "hook=\"" + DecisionLine.name(count.getKey().hook()) + "\",command=\""
                                + count.getKey().command() + "\","
                                + labels(count.getKey().reason()),
                        count.getValue()));
    }

    private void state(Page page) {
        page.begin("gate_info", "gauge", "1 while the gate is attached.");
        page.add(
                "gate_info",
                "mode=\"" + settings.mode() + "\",scope=\"" + GateSettings.name(settings.scope()) + "\"",
                1);
        page.begin("enforcing", "gauge", "1 if the gate denies what it decides to deny, 0 if it only says so.");
        page.add("enforcing", "", settings.audit() ? 0 : 1);
    }

    private void latency(Page page) {
        RunTime time = gate.runTime();
        page.begin("decision_seconds", "summary", "How long decisions take, as the kernel measures it.");
        page.add("decision_seconds_sum", "", time.nanos() / NANOS_IN_A_SECOND);
        page.add("decision_seconds_count", "", time.runs());
    }

    private static String labels(Reason reason) {
        return "verdict=\"" + DecisionLine.name(reason.verdict()) + "\",reason=\"" + DecisionLine.name(reason) + "\"";
    }

    /** Lines as they come together. */
    private static final class Page {
        private static final String PREFIX = "bpf_verity_";

        private final StringBuilder text = new StringBuilder(4096);

        void begin(String name, String type, String help) {
            text.append("# HELP ")
                    .append(PREFIX)
                    .append(name)
                    .append(' ')
                    .append(help)
                    .append('\n');
            text.append("# TYPE ")
                    .append(PREFIX)
                    .append(name)
                    .append(' ')
                    .append(type)
                    .append('\n');
        }

        void add(String name, String labels, Number value) {
            text.append(PREFIX).append(name);
            if (!labels.isEmpty()) {
                text.append('{').append(labels).append('}');
            }
            text.append(' ').append(value).append('\n');
        }
    }
}
