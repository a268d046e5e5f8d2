package io.github.bpfverity.gate;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;

/**
 * The process that keeps the gate and is always granted; {@code struct gate_keeper}.
 *
 * <p>Its threads are included. Its children are not, whatever memory they share, and neither is another process that
 * gets its number later, nor the program that it becomes by exec.
 *
 * @param startBootNanos when the process started, in nanoseconds since boot
 * @param execs how many times it and its forebears had called exec when it made its claim
 * @param tgid the process, as the initial namespace numbers it; 0 if there is no keeper
 * @param digestSource what the kernel offers, known once {@link GuardObject#CLAIM} has run
 */
public record Keeper(long startBootNanos, long execs, int tgid, DigestSource digestSource) {
    /** Bytes in {@link GuardObject#KEEPER}. */
    public static final int SIZE = 24;

    /**
     * Reads the record and moves past it.
     *
     * @throws FormatException if fewer bytes remain or hold something that the program does not write
     */
    public static Keeper decode(ByteReader in) throws FormatException {
        long startBootNanos = in.u64();
        long execs = in.u64();
        int tgid = in.s32();
        int at = in.position();
        long number = in.u32();
        DigestSource source = DigestSource.of(number).orElse(null);
        if (source == null) {
            throw in.failAt(at, "unknown digest source %d", number);
        }
        return new Keeper(startBootNanos, execs, tgid, source);
    }
}
