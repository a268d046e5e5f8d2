package io.github.bpfverity.gate;

/**
 * What stops attacks; {@code enum gate_protection}, one bit each.
 *
 * <p>Only a test build of the program, with the setting {@link GuardObject#WITHOUT}, can do without one: it shows that
 * an attack is stopped by what should stop it.
 */
public enum Protection {
    /** The executable has to be listed for {@link Use#EXECUTABLE}. */
    USES(1),
    /** A process has to be executed while the gate watches. */
    HISTORY(1 << 1),
    /** Files that are mapped executable have to be listed. */
    FILES(1 << 2),
    /** No code without a file. */
    ANONYMOUS(1 << 3),
    /** No writable code. */
    WRITABLE(1 << 4),
    /** No code that was written to. */
    CHANGED(1 << 5),
    /** No calls by who shares a process's memory. */
    OWNER(1 << 6),
    /** No calls by traced processes. */
    TRACED(1 << 7),
    /** No personality that makes memory executable. */
    PERSONALITY(1 << 8),
    /** Revoking reaches processes that run. */
    RECHECK(1 << 9),
    /** No tracing of trusted processes. */
    PTRACE(1 << 10),
    /** No {@code prctl(PR_SET_MM)}. */
    SET_MM(1 << 11),
    /** The gate's own objects are the keeper's. */
    OBJECTS(1 << 12),
    /** A file has to have a digest. */
    VERITY(1 << 13),
    /** A digest has to be listed. */
    LISTED(1 << 14),
    /** No code that was moved. */
    MOVED(1 << 15),
    /** No writing to {@code /proc/PID/mem}. */
    MEMORY(1 << 16),
    /** No turning off of what runs the gate's programs. */
    OFF_SWITCH(1 << 17),
    /** Nobody removes the pins of a locked gate. */
    PINS(1 << 18),
    /** No calls by who has uprobes in its code, and no uprobes by who may not call bpf(). */
    PROBES(1 << 19),
    /** No program answers for the gate. */
    ANSWERS(1 << 20);

    private final int bit;

    Protection(int bit) {
        this.bit = bit;
    }

    /** The program's bit. */
    public int bit() {
        return bit;
    }
}
