package io.github.bpfverity.gate;

import io.github.bpfverity.fsverity.VerityDigest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

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
