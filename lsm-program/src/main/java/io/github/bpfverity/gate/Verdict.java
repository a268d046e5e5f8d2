package io.github.bpfverity.gate;

/** What a call was answered; {@code enum gate_verdict}. */
public enum Verdict {
    DENIED(0),
    GRANTED(1);

    private final int number;

    Verdict(int number) {
        this.number = number;
    }

    /** The program's number. */
    public int number() {
        return number;
    }
}
