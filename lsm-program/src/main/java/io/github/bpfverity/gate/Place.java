package io.github.bpfverity.gate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * Where a pinned gate is; {@code struct gate_place}, a key of {@link GuardObject#PLACES}.
 *
 * @param inode a file's number, or a mount namespace's; 0 for a whole file system
 * @param device the file system, as the kernel has it: {@code major << 20 | minor}; 0 for a mount namespace
 */
public record Place(long inode, int device) {
    /** Bytes in a key. */
    public static final int SIZE = 16;

    /** What nobody may do there; {@code enum gate_place_trait}, one bit each. */
    public enum Trait {
        /** A file that nobody but the keeper opens. */
        KEPT(1),
        /** A file or folder that nobody removes or renames. */
        FIXED(1 << 1),
        /** A file system that nobody unmounts, moves or remounts. */
        MOUNTED(1 << 2),
        /** One that carries it: nobody moves it, or unmounts it with all that it carries. */
        ABOVE(1 << 3),
        /** The root, which carries it too: the same, but only in the namespace. */
        ROOT(1 << 4),
        /** The mount namespace of all this. */
        NAMESPACE(1 << 5);

        private final int bit;

        Trait(int bit) {
            this.bit = bit;
        }

        /** The program's bit. */
        public int bit() {
            return bit;
        }
    }

    /** The key as the program of this byte order reads it. */
    public byte[] encode(ByteOrder order) {
        return ByteBuffer.allocate(SIZE)
                .order(order)
                .putLong(inode)
                .putInt(device)
                .array();
    }

    /** The value that goes with it. */
    public static byte[] encode(Set<Trait> traits, ByteOrder order) {
        int bits = traits.stream().mapToInt(Trait::bit).reduce(0, (a, b) -> a | b);
        return ByteBuffer.allocate(Integer.BYTES).order(order).putInt(bits).array();
    }
}
