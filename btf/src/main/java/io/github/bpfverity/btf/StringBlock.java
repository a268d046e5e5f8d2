package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The NUL-terminated strings of a file, by offset. Offsets of a split file begin where its base's end.
 *
 * <p>The block ends with a NUL, so every offset inside begins a string.
 */
final class StringBlock {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Zeros after the last string, so that {@link #hashOf} may read eight bytes wherever one begins. */
    private static final int PADDING = Long.BYTES;

    /** How much of a name is hashed: a damaged file may have a name as long as itself, for each of its types. */
    private static final int HASHED_BYTES = 64;

    /** An odd number with its bits well mixed: 2<sup>64</sup> divided by the golden ratio. */
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    /** The strings and {@link #PADDING}. */
    private final byte[] bytes;

    private final int size;
    private final @Nullable StringBlock base;
    private final int start;

    private StringBlock(byte[] bytes, @Nullable StringBlock base) {
        this.bytes = bytes;
        this.size = bytes.length - PADDING;
        this.base = base;
        this.start = base == null ? 0 : base.end();
    }

    static StringBlock read(ByteReader in, @Nullable StringBlock base) throws FormatException {
        int size = in.size();
        boolean none = size == 0;
        byte[] bytes = in.paddedBytes(size, PADDING);
        if (none && base == null) {
            throw in.failAt(0, "no strings, expected at least one NUL");
        }
        if (!none && base == null && bytes[0] != 0) {
            throw in.failAt(0, "first string is not empty");
        }
        if (!none && bytes[size - 1] != 0) {
            throw in.failAt(size - 1, "last string has no terminating NUL");
        }
        return new StringBlock(bytes, base);
    }

    /** The first offset after all strings, those of the base included. */
    int end() {
        return start + size;
    }

    boolean contains(int offset) {
        return offset >= 0 && offset < end();
    }

    /** The bytes of this file's own strings. */
    byte[] own() {
        return Arrays.copyOf(bytes, size);
    }

    /** The string at an offset that {@link #contains} holds true for. */
    String get(int offset) {
        if (base != null && offset < start) {
            return base.get(offset);
        }
        int from = offset - start;
        return new String(bytes, from, lengthAt(from), StandardCharsets.UTF_8);
    }

    boolean isEmpty(int offset) {
        return base != null && offset < start ? base.isEmpty(offset) : bytes[offset - start] == 0;
    }

    /** True if the string at {@code offset} is exactly these bytes. */
    boolean equalsAt(int offset, byte[] name) {
        if (base != null && offset < start) {
            return base.equalsAt(offset, name);
        }
        int from = offset - start;
        int to = from + name.length;
        return to < size && bytes[to] == 0 && Arrays.equals(bytes, from, to, name, 0, name.length);
    }

    /** A hash of the string at {@code offset}, equal to {@link #hash} of its bytes. */
    int hashAt(int offset) {
        return base != null && offset < start ? base.hashAt(offset) : hashOf(bytes, offset - start);
    }

    static int hash(byte[] name) {
        return hashOf(Arrays.copyOf(name, name.length + PADDING), 0);
    }

    /** Hashes eight bytes at a time, up to the NUL, after which the array has at least seven more bytes. */
    private static int hashOf(byte[] bytes, int at) {
        long hash = 0;
        for (int end = at + HASHED_BYTES; at < end; at += Long.BYTES) {
            long word = (long) WORDS.get(bytes, at);
            // The lowest set bit is the top bit of the first byte that is 0; bytes after it do not matter.
            long zeros = (word - 0x0101010101010101L) & ~word & 0x8080808080808080L;
            if (zeros != 0) {
                long before = Long.lowestOneBit(zeros) >>> 7;
                hash = (hash ^ word & before - 1) * MULTIPLIER;
                return (int) (hash >>> 32);
            }
            hash = (hash ^ word) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        return (int) (hash >>> 32);
    }

    /** The bytes of the string at {@code offset}, without its NUL. */
    int lengthOf(int offset) {
        return base != null && offset < start ? base.lengthOf(offset) : lengthAt(offset - start);
    }

    private int lengthAt(int from) {
        int to = from;
        while (bytes[to] != 0) {
            to++;
        }
        return to - from;
    }
}
