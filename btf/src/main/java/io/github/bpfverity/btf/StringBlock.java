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
    private final byte[] bytes;
    private final @Nullable StringBlock base;
    private final int start;

    private StringBlock(byte[] bytes, @Nullable StringBlock base) {
        this.bytes = bytes;
        this.base = base;
        this.start = base == null ? 0 : base.end();
    }

    static StringBlock read(ByteReader in, @Nullable StringBlock base) throws FormatException {
        byte[] bytes = in.bytes(in.size());
        boolean none = bytes.length == 0;
        if (none && base == null) {
            throw in.failAt(0, "no strings, expected at least one NUL");
        }
        if (!none && base == null && bytes[0] != 0) {
            throw in.failAt(0, "first string is not empty");
        }
        if (!none && bytes[bytes.length - 1] != 0) {
            throw in.failAt(bytes.length - 1, "last string has no terminating NUL");
        }
        return new StringBlock(bytes, base);
    }

    /** The first offset after all strings, those of the base included. */
    int end() {
        return start + bytes.length;
    }

    boolean contains(int offset) {
        return offset >= 0 && offset < end();
    }

    /** The bytes of this file's own strings. */
    byte[] own() {
        return bytes;
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
        return to < bytes.length && bytes[to] == 0 && Arrays.equals(bytes, from, to, name, 0, name.length);
    }

    /** A hash of the string at {@code offset}, equal to {@link #hash(byte[])} of its bytes. */
    int hashAt(int offset) {
        if (base != null && offset < start) {
            return base.hashAt(offset);
        }
        int hash = 0;
        for (int i = offset - start; bytes[i] != 0; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    static int hash(byte[] name) {
        int hash = 0;
        for (byte b : name) {
            hash = 31 * hash + b;
        }
        return hash;
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
