package io.github.bpfverity.cli.tasks;

import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Notices while a gate is at work that it could not report all decisions.
 *
 * <p>Looking is a bpf() call and so a decision itself: where nothing else happened, nobody looks.
 */
final class LostEvents {
    private static final long BETWEEN_LOOKS = Duration.ofSeconds(1).toNanos();

    private final Gate gate;
    private final LongConsumer report;
    private boolean expected;
    private boolean looked;
    private long lastLook;
    private long known;

    /** Tells {@code report} how many more were lost. */
    LostEvents(Gate gate, LongConsumer report) {
        this.gate = gate;
        this.report = report;
    }

    /** There were decisions, so that some may have been lost. */
    void expect() {
        expected = true;
    }

    /** Looks if it is time to. */
    void look(long now) {
        if (!expected || looked && now - lastLook < BETWEEN_LOOKS) {
            return;
        }
        expected = false;
        looked = true;
        lastLook = now;
        long lost = gate.counters().lostEvents();
        if (lost > known) {
            report.accept(lost - known);
            known = lost;
        }
    }
}
