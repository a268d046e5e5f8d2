package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Counters;
import io.github.bpfverity.gate.Event;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The gate in the kernel, loaded and not yet attached. Closing it detaches it. */
public interface Gate extends AutoCloseable {
    /** How gates come to be. */
    interface Factory {
        /**
         * Loads a gate that grants bpf() to this process and to programs with these digests.
         *
         * @param trace whether decisions also appear in the kernel's trace pipe
         * @throws TaskException if this kernel cannot have it
         */
        Gate load(List<VerityDigest> allowed, boolean trace);
    }

    /**
     * From now on every bpf() call is decided.
     *
     * @throws TaskException if the kernel takes the gate and then does not ask it; it is detached again
     */
    void attach();

    /**
     * Waits for decisions and hands over all that there are, oldest first. What is handed over is a copy; a slow
     * consumer delays later decisions' reports, and after some thousands loses them, but never the decisions.
     *
     * @param timeout how long to wait for the first
     */
    void poll(Duration timeout, Consumer<Event> consumer);

    /** Ends a {@link #poll} that another thread is waiting in. */
    void wakeUp();

    /** How calls were decided so far, this process's own included. */
    Counters counters();

    @Override
    void close();
}
