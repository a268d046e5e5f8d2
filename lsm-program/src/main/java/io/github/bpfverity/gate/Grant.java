package io.github.bpfverity.gate;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.VerityDigest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The value of {@link GuardObject#ALLOWED}; {@code struct gate_grant}.
 *
 * @param digest the entry's, whose first four bytes are the tag
 */
public record Grant(VerityDigest digest, Set<Use> uses) {
    /** Bytes in a value. */
    public static final int SIZE = 8;

    private static final int TAG_BYTES = 4;

    public Grant {
        uses = Set.copyOf(uses);
    }

    /**
     * Reads a value, moves past it and says what the file may be.
     *
     * @throws FormatException if fewer bytes remain
     */
    public static Set<Use> usesOf(ByteReader in) throws FormatException {
        in.skip(TAG_BYTES);
        long bits = in.u32();
        return Arrays.stream(Use.values())
                .filter(use -> (bits & use.bit()) != 0)
                .collect(Collectors.toSet());
    }

    /** The value as the program of this byte order reads it. */
    public byte[] encode(ByteOrder order) {
        int bits = 0;
        for (Use use : uses) {
            bits |= use.bit();
        }
        return ByteBuffer.allocate(SIZE)
                .order(order)
                .put(digest.bytes(), 0, TAG_BYTES)
                .putInt(bits)
                .array();
    }
}
