package io.github.bpfverity.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Hashes of NUL-terminated names, eight bytes at a time. */
final class NameHash {
    /** The order in which bytes are taken together; hashes are the same on every machine. */
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private static final int READ_SIZE = Long.BYTES;

    /**
     * How much of a name is hashed, as long as the kernel's longest symbol: a damaged file may have a name as long as
     * itself, for each of its types.
     */
    private static final int HASHED_BYTES = 512;

    /** An odd number with its bits well mixed: 2<sup>64</sup> divided by the golden ratio. */
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private static final long EACH_BYTE = 0x0101010101010101L;

    private NameHash() {}

    static int of(byte[] name) {
        return at(ByteBuffer.allocate(name.length + 1).put(name).clear().order(ORDER), 0);
    }

    /** The hash of the name at {@code at}, which ends with a NUL, in a buffer of this {@link #ORDER}. */
    static int at(ByteBuffer bytes, int at) {
        long hash = 0;
        for (int end = at + HASHED_BYTES; at < end; at += READ_SIZE) {
            long word = word(bytes, at);
            long zeros = zeros(word);
            if (zeros != 0) {
                hash = (hash ^ word & before(zeros)) * MULTIPLIER;
                break;
            }
            hash = (hash ^ word) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        return (int) (hash >>> 32);
    }

    /**
     * True if the name at {@code at} has a byte three times in a row: two of them lie in one word, which is what is
     * looked for. So it is true for some other names as well.
     */
    static boolean mayHaveThree(int wanted, ByteBuffer bytes, int at) {
        for (; ; at += READ_SIZE) {
            long word = word(bytes, at);
            long end = zeros(word);
            long places = zeros(word ^ EACH_BYTE * wanted) & (end == 0 ? -1 : before(end));
            if ((places & places >>> Byte.SIZE) != 0) {
                return true;
            }
            if (end != 0) {
                return false;
            }
        }
    }

    private static long word(ByteBuffer bytes, int at) {
        return at <= bytes.limit() - READ_SIZE ? bytes.getLong(at) : lastBytes(bytes, at);
    }

    /** The lowest set bit is the top bit of the first byte that is 0; what follows it may be set or not. */
    private static long zeros(long word) {
        return (word - EACH_BYTE) & ~word & EACH_BYTE << 7;
    }

    /** All bits of the bytes before the first that is 0. */
    private static long before(long zeros) {
        return (Long.lowestOneBit(zeros) >>> 7) - 1;
    }

    /** Fewer bytes than eight, with zeros after them. */
    private static long lastBytes(ByteBuffer bytes, int at) {
        long word = 0;
        for (int i = bytes.limit() - 1; i >= at; i--) {
            word = word << Byte.SIZE | bytes.get(i) & 0xff;
        }
        return word;
    }
}
