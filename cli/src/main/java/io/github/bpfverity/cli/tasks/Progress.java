package io.github.bpfverity.cli.tasks;

import java.time.Duration;
import java.util.function.Supplier;

/** Shows on a terminal how far long work is, in one line that goes when it ends; elsewhere nothing. */
public final class Progress implements AutoCloseable {
    private static final long BETWEEN = Duration.ofMillis(200).toNanos();
    private static final String CLEAR = "\r\33[K";

    private final Console console;
    private long last;
    private boolean shown;

    /** Shows on {@code console}, if it is watched. */
    public Progress(Console console) {
        this.console = console;
        this.last = System.nanoTime() - BETWEEN;
    }

    /** Shows what {@code words} give, unless it was only just shown. */
    public synchronized void show(Supplier<String> words) {
        long now = System.nanoTime();
        if (!console.watched() || now - last < BETWEEN) {
            return;
        }
        last = now;
        shown = true;
        console.err().print(CLEAR + words.get());
        console.err().flush();
    }

    @Override
    public synchronized void close() {
        if (shown) {
            console.err().print(CLEAR);
            console.err().flush();
            shown = false;
        }
    }
}
