package io.github.bpfverity.gate;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What is written while the gate is attached; {@code struct gate_control}, the variable {@link GuardObject#CONTROL}.
 *
 * @param generation of the policy: one more after each change of {@link GuardObject#ALLOWED}, so that processes that
 *     run are looked at again
 * @param heir 0, or the process that becomes the keeper when it next calls bpf(). Who has a descriptor of the map that
 *     the variable is in can map it and write this without bpf(), and so take over a gate that denies it bpf()
 */
public record Control(int generation, int heir) {
    /** Bytes in the variable. */
    public static final int SIZE = 8;

    /**
     * Reads the variable and moves past it.
     *
     * @throws FormatException if fewer bytes remain
     */
    public static Control decode(ByteReader in) throws FormatException {
        return new Control(in.s32(), in.s32());
    }

    /** The variable as the program of this byte order reads it. */
    public byte[] encode(ByteOrder order) {
        return ByteBuffer.allocate(SIZE)
                .order(order)
                .putInt(generation)
                .putInt(heir)
                .array();
    }
}
