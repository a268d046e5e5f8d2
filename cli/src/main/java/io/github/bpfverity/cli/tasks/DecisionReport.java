package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what a gate decides: on standard output, folded, and to those who follow the events.
 *
 * <p>The gatekeeper's own calls are counted like all others and not told: looking at the counts is one.
 */
final class DecisionReport {
    private final Console console;
    private final EventFeeds feeds;
    private final Callers callers;
    private final DecisionLine words;
    private final EventCounts counts;
    private final Folding folding;
    private boolean watched = true;

    DecisionReport(Console console, EventFeeds feeds, Callers callers, DecisionLine words, EventCounts counts) {
        this.console = console;
        this.feeds = feeds;
        this.callers = callers;
        this.words = words;
        this.counts = counts;
        this.folding = new Folding(words, this::tell);
    }

    /** Tells a batch, oldest first; whether there was anything to tell. */
    boolean accept(List<Event> batch, long now) {
        List<Decision> decisions = decisions(batch);
        for (Decision decision : decisions) {
            folding.accept(decision, now);
            feeds.tellPrograms(() -> words.json(decision));
        }
        folding.tick(now);
        look();
        return !decisions.isEmpty();
    }

    /** Each process is looked at once in a batch, and only for what it was denied. */
    private List<Decision> decisions(List<Event> batch) {
        Map<Integer, Optional<String>> executables = new HashMap<>();
        List<Decision> decisions = new ArrayList<>(batch.size());
        for (Event event : batch) {
            counts.accept(event);
            if (event.reason() != Reason.KEEPER) {
                Optional<String> executable = event.verdict() == Verdict.GRANTED
                        ? Optional.empty()
                        : executables
                                .computeIfAbsent(event.tgid(), callers::executable)
                                .or(event::path);
                decisions.add(new Decision(event, executable));
            }
        }
        return decisions;
    }

    /** Says that the gate lost events: the decisions hold, nobody hears of them. */
    void lost(long count) {
        console.note(count + " decisions were made and could not be reported: they came faster than they are read");
        feeds.tell("lost " + count + " decisions in the gate: they came faster than they are read");
        feeds.tellPrograms(() -> Json.document("lost", Facts.of("decisions", count)));
        feeds.wake();
    }

    /** Tells what is still folded. */
    void end() {
        folding.flush();
        look();
    }

    private void tell(String line) {
        feeds.tell(line);
        if (watched) {
            console.decision(line);
        }
    }

    /** Whoever watched standard output may have gone, and that is no reason to let everyone call bpf(). */
    private void look() {
        feeds.wake();
        if (watched && console.out().checkError()) {
            watched = false;
            console.note("standard output is closed; the gate stays attached, its decisions are not printed");
        }
    }
}
