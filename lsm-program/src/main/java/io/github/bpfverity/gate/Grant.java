package io.github.bpfverity.gate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** The value of {@link GuardObject#ALLOWED}; {@code struct gate_grant}. */
public record Grant(Set<Use> uses) {
    /** Bytes in a value. */
    public static final int SIZE = 4;

    public Grant {
        uses = Set.copyOf(uses);
    }

    /** The value as the program of this byte order reads it. */
    public byte[] encode(ByteOrder order) {
        int bits = 0;
        for (Use use : uses) {
            bits |= use.bit();
        }
        return ByteBuffer.allocate(SIZE).order(order).putInt(bits).array();
    }
}
