package io.github.bpfverity.cli.tasks;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Tells the supervisor in good time that the gatekeeper is at work: by the thread that reads decisions, and only while
 * the one that answers requests gets round to them.
 */
final class Heartbeat {
    /** Of the time that the supervisor waits, so that two may be late. */
    private static final int PART = 3;

    private final Supervisor supervisor;
    private final BooleanSupplier answering;
    private final Console console;
    private final long interval;
    private long last;
    private boolean begun;
    private boolean unheard;

    Heartbeat(Supervisor supervisor, BooleanSupplier answering, Console console) {
        this.supervisor = supervisor;
        this.answering = answering;
        this.console = console;
        this.interval = supervisor.patience().map(Duration::toNanos).orElse(0L) / PART;
    }

    /** How long whoever calls {@link #beat} may wait for other things in between. */
    Duration atMost(Duration wait) {
        Duration between = Duration.ofNanos(interval);
        return interval == 0 || between.compareTo(wait) > 0 ? wait : between;
    }

    /** Beats if it is time to. */
    void beat(long now) {
        if (interval == 0 || begun && now - last < interval || !answering.getAsBoolean()) {
            return;
        }
        begun = true;
        last = now;
        try {
            supervisor.alive();
            unheard = false;
        } catch (TaskException e) {
            if (!unheard) {
                console.note("warning: " + e.getMessage());
            }
            unheard = true;
        }
    }
}
