package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Counters;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Use;
import io.github.bpfverity.loader.kernel.Fd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The gate in the kernel, loaded and not yet attached. Closing it detaches it, unless it is pinned. */
public interface Gate extends AutoCloseable {
    /** How gates come to be. */
    interface Factory {
        /**
         * Loads a gate that grants bpf() to this process and to what the settings allow.
         *
         * @throws TaskException if this kernel cannot have it
         */
        Gate load(GateSettings settings);

        /**
         * Makes this process the keeper of a gate that is pinned and goes on deciding meanwhile.
         *
         * @param folder where it is pinned
         * @param control what {@link Gate#leave} left, which stays the caller's
         * @throws TaskException if that is another gate's
         */
        Gate takeOver(Path folder, Fd control);
    }

    /** What it is. */
    GateSettings settings();

    /**
     * From now on every bpf() call is decided. Does nothing where that is so already.
     *
     * @throws TaskException if the kernel takes the gate and then does not ask it; it is detached again
     */
    void attach();

    /**
     * Whether it follows processes, and so protects listed ones and its own objects. Where the kernel has no way to do
     * so, a gate of scope exe goes without.
     */
    boolean protectsProcesses();

    /**
     * Gives the attached gate names on bpffs, so that it outlives this process, and locks it if the settings say so.
     * Does nothing where it has them already.
     *
     * @param folder where; it must not be there yet
     * @throws TaskException if that cannot be done; the names that it had by then are gone
     */
    void pin(Path folder);

    /**
     * Takes the names away again; does nothing where there are none.
     *
     * @throws TaskException if the gate is locked
     */
    void unpin();

    /** Leaves what a later process needs to take the gate over; false where nobody keeps it. */
    boolean leave(DescriptorStore store);

    /** The processes that have a grant now. */
    Set<Integer> granted();

    /**
     * Waits for decisions and hands over all that there are, oldest first. What is handed over is a copy; a slow
     * consumer delays later decisions' reports, and after some thousands loses them, but never the decisions.
     *
     * @param timeout how long to wait for the first
     * @throws IllegalStateException if one is not understood; it counts as handed over
     */
    void poll(Duration timeout, Consumer<Event> consumer);

    /** How many decisions were handed over, by this keeper's {@link #poll} and those of the keepers before it. */
    long handedOver();

    /** Ends a {@link #poll} that another thread is waiting in. */
    void wakeUp();

    /** How calls were decided so far, this process's own included. */
    Counters counters();

    /** From now on, and as long as the gate is loaded, the kernel measures what decisions take. */
    void measure();

    /** What was measured. */
    RunTime runTime();

    /** How many digests it has room for. */
    int capacity();

    /**
     * Changes the list from the next call on, also for processes that run already. What is added is there before
     * anything is removed, and the gate takes it for one change.
     *
     * @param added digests and what their files may be, in place of what they were allowed before
     * @param removed digests to withdraw; one that is not listed is passed over
     */
    void change(Map<VerityDigest, Set<Use>> added, Set<VerityDigest> removed);

    /**
     * Lets one process call bpf() until it ends, whatever its code. Its children are not included, nor is the program
     * that it becomes by exec.
     *
     * @param tgid the process, as the initial namespace numbers it
     * @throws TaskException if there is none, it is traced, or this gate gives no grants
     */
    void grant(int tgid);

    /** As {@link #grant}, for the program that the process becomes by its next exec, and no further one. */
    void grantNext(int tgid);

    @Override
    void close();
}
