package io.github.bpfverity.gate;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A process among all that had or will have its number, from one exec to the next; {@code struct gate_identity}.
 *
 * @param startBootNanos when the process started, in nanoseconds since boot
 * @param execs how many times it and its forebears have called exec
 * @param tgid its number, as the initial namespace numbers it; 0 for nobody
 */
public record ProcessIdentity(long startBootNanos, long execs, int tgid) {
    /** Bytes in it. */
    public static final int SIZE = 24;

    /**
     * Reads an identity and moves past it.
     *
     * @throws FormatException if fewer bytes remain
     */
    public static ProcessIdentity decode(ByteReader in) throws FormatException {
        ProcessIdentity identity = new ProcessIdentity(in.u64(), in.u64(), in.s32());
        in.skip(Integer.BYTES);
        return identity;
    }

    /** The key of {@link GuardObject#GRANTS}, as the program of this byte order reads it. */
    public byte[] encode(ByteOrder order) {
        return ByteBuffer.allocate(SIZE)
                .order(order)
                .putLong(startBootNanos)
                .putLong(execs)
                .putInt(tgid)
                .array();
    }
}
