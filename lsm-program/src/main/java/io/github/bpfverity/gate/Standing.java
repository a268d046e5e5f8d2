package io.github.bpfverity.gate;

/** What is known of a process; {@code enum gate_standing}, one bit each. */
public enum Standing {
    /** Its executable was listed when it was executed. A child has this from its parent, and what was done to it. */
    LISTED(1),

    /** It may call bpf(), whatever code it has. */
    GRANTED(1 << 1),

    /** It keeps the gate. */
    KEEPER(1 << 2),

    /** It was traced when it was executed. */
    TRACED(1 << 3),

    /** It is protected from its neighbours, and no more. */
    GUARDED(1 << 4),

    /** Uprobes were put into its code. */
    PROBED(1 << 5),

    /** It moves memory, and the kernel side has not seen yet what. */
    MOVING(1 << 6);

    private final int bit;

    Standing(int bit) {
        this.bit = bit;
    }

    /** The program's bit. */
    public int bit() {
        return bit;
    }
}
