package io.github.bpfverity.gate;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityDigest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * How the program writes a {@link VerityDigest}; {@code struct gate_digest}.
 *
 * <p>The key of {@link GuardObject#ALLOWED}, and a part of {@link Event}. Algorithm and length belong to it, so that
 * digests of two algorithms never compare equal.
 */
public final class DigestKey {
    /** Bytes in a key. */
    public static final int SIZE = 68;

    private static final int ROOM = 64;

    private DigestKey() {}

    /** The key as the program of this byte order reads it. */
    public static byte[] encode(VerityDigest digest, ByteOrder order) {
        byte[] bytes = digest.bytes();
        return ByteBuffer.allocate(SIZE)
                .order(order)
                .putShort((short) digest.algorithm().number())
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    /**
     * Reads a key and moves past it.
     *
     * @return empty if the key is all zero, as it is where a decision was made without a digest
     * @throws FormatException if fewer bytes remain, or they are not what {@link #encode} writes
     */
    public static Optional<VerityDigest> decode(ByteReader in) throws FormatException {
        int start = in.position();
        int number = in.u16();
        int size = in.u16();
        byte[] room = in.bytes(ROOM);
        requireZeros(in, start, room, Math.min(size, ROOM));
        if (number == 0 && size == 0) {
            return Optional.empty();
        }
        HashAlgorithm algorithm = HashAlgorithm.of(number).orElse(null);
        if (algorithm == null || algorithm.digestSize() != size) {
            throw in.failAt(start, "algorithm %d with %d bytes is not a digest", number, size);
        }
        return Optional.of(new VerityDigest(algorithm, Arrays.copyOf(room, size)));
    }

    private static void requireZeros(ByteReader in, int start, byte[] room, int from) throws FormatException {
        for (int i = from; i < ROOM; i++) {
            if (room[i] != 0) {
                throw in.failAt(start, "digest of %d bytes with more after its end", from);
            }
        }
    }
}
