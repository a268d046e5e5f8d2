package io.github.bpfverity.gate;

/** What a listed file may be; {@code enum gate_use}, one bit each. */
public enum Use {
    /** The executable of a process that calls bpf(). */
    EXECUTABLE(1),

    /** Code that such a process maps: a library, the dynamic loader. An executable may be mapped anyway. */
    MAPPED(2);

    private final int bit;

    Use(int bit) {
        this.bit = bit;
    }

    /** The program's bit. */
    public int bit() {
        return bit;
    }
}
