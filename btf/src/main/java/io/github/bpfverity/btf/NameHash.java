package io.github.bpfverity.btf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Hashes of NUL-terminated names, eight bytes at a time. */
final class NameHash {
    /** How many bytes are read at once, whichever of them is the NUL. */
    static final int READ_SIZE = Long.BYTES;

    /** How much of a name is hashed: a damaged file may have a name as long as itself, for each of its types. */
    private static final int HASHED_BYTES = 64;

    /** An odd number with its bits well mixed: 2<sup>64</sup> divided by the golden ratio. */
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private NameHash() {}

    static int of(byte[] name) {
        return at(Arrays.copyOf(name, name.length + READ_SIZE), 0);
    }

    /** The hash of the name at {@code at}, after whose NUL there are at least seven more bytes. */
    static int at(byte[] bytes, int at) {
        long hash = 0;
        for (int end = at + HASHED_BYTES; at < end; at += READ_SIZE) {
            long word = (long) WORDS.get(bytes, at);
            // The lowest set bit is the top bit of the first byte that is 0; bytes after it do not matter.
            long zeros = (word - 0x0101010101010101L) & ~word & 0x8080808080808080L;
            if (zeros != 0) {
                long before = Long.lowestOneBit(zeros) >>> 7;
                hash = (hash ^ word & before - 1) * MULTIPLIER;
                break;
            }
            hash = (hash ^ word) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        return (int) (hash >>> 32);
    }
}
