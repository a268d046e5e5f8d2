package io.github.bpfverity.cli.tasks;

/** How long a gate stays. */
public enum Stay {
    /** As long as the process that attached it. */
    WITH_KEEPER,

    /** Until its pins are removed. */
    PINNED,

    /** Until the machine is booted again: nobody can remove its pins. */
    LOCKED
}
