package io.github.bpfverity.gate;

import java.util.Optional;

/** Where a decision was made; {@code enum gate_hook}. */
public enum Hook {
    /** A call of bpf(); {@link Event#command} is its first argument. */
    BPF(0),

    /** A descriptor of a map was asked for; {@link Event#command} is the map's id. */
    BPF_MAP(1),

    /** A descriptor of a program was asked for; {@link Event#command} is the program's id. */
    BPF_PROG(2),

    /** A process was to be traced, written to or robbed of a descriptor; {@link Event#command} is the other process. */
    PTRACE(3),

    /** A call of prctl(); {@link Event#command} is its option. */
    PRCTL(4),

    /** A file of /proc or tracefs was to be opened for writing. */
    OPEN(5),

    /** A pin was to be opened or removed; {@link Event#command} is the low half of its inode's number. */
    PIN(6),

    /** A mount was to be removed, moved or changed; {@link Event#command} is its device, as the kernel has it. */
    MOUNT(7),

    /** A performance event was to be opened. */
    PERF_EVENT(8);

    private static final Hook[] BY_NUMBER = values();

    private final int number;

    Hook(int number) {
        this.number = number;
    }

    /** The program's number. */
    public int number() {
        return number;
    }

    /** The hook of a number; empty for one that this version does not know. */
    public static Optional<Hook> of(long number) {
        return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[(int) number]) : Optional.empty();
    }
}
