package io.github.bpfverity.gate;

/** How much of a caller has to be listed; {@code enum gate_scope}. */
public enum Scope {
    /** Its executable. */
    EXE(0),

    /** All code that it ever mapped, and nobody may have tampered with it. */
    PROCESS(1);

    private final int number;

    Scope(int number) {
        this.number = number;
    }

    /** The value of the setting {@link GuardObject#SCOPE}. */
    public int number() {
        return number;
    }
}
