package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The NUL-terminated strings of a file, by offset. Offsets of a split file begin where its base's end.
 *
 * <p>The block ends with a NUL, so every offset inside begins a string.
 */
final class StringBlock {
    /** Zeros after the last string, so that {@link NameHash} may read on wherever one begins. */
    private static final int PADDING = NameHash.READ_SIZE;

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

    /** The {@link NameHash} of the string at {@code offset}. */
    int hashAt(int offset) {
        return base != null && offset < start ? base.hashAt(offset) : NameHash.at(bytes, offset - start);
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
