package io.github.bpfverity.gate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What is the gate's own: an object that only its keeper may reach, or a function that only the kernel answers for;
 * {@code struct gate_object}, a key of {@link GuardObject#OWN}.
 *
 * @param kind what it is
 * @param id the kernel's number of it
 */
public record OwnObject(Kind kind, int id) {
    /** Bytes in a key. */
    public static final int SIZE = 8;

    /** The kind of an object; {@code enum gate_object_kind}. */
    public enum Kind {
        MAP(1),
        PROGRAM(2),
        LINK(3),
        /** A function of the kernel's that asks the gate's hooks; its id is that in the kernel's type information. */
        FUNCTION(4),
        /** The same, where the kernel takes any answer of an LSM program, also one above 0. */
        ANSWER(5);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** The program's number. */
        public int number() {
            return number;
        }

        private static Kind of(int number) {
            return Arrays.stream(values())
                    .filter(kind -> kind.number == number)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("kind " + number));
        }
    }

    /**
     * Reads a key as the program of this byte order has it.
     *
     * @throws IllegalArgumentException if there is no such kind
     */
    public static OwnObject decode(byte[] key, ByteOrder order) {
        ByteBuffer words = ByteBuffer.wrap(key).order(order);
        return new OwnObject(Kind.of(words.getInt()), words.getInt());
    }

    /** The key as the program of this byte order reads it. Any value of 4 bytes goes with it. */
    public byte[] encode(ByteOrder order) {
        return ByteBuffer.allocate(SIZE)
                .order(order)
                .putInt(kind.number())
                .putInt(id)
                .array();
    }
}
