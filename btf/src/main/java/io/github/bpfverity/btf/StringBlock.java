package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The NUL-terminated strings of a file, by offset. Offsets of a split file begin where its base's end.
 *
 * <p>The block ends with a NUL, so every offset inside begins a string.
 */
final class StringBlock {
    /** From this length on a name is decoded once and kept: a damaged file may use one for all that it names. */
    private static final int LONG_NAME = 128;

    private final ByteBuffer bytes;
    private final Map<Integer, String> longNames = new ConcurrentHashMap<>();

    private final @Nullable StringBlock base;
    private final int start;

    private StringBlock(ByteBuffer bytes, @Nullable StringBlock base) {
        this.bytes = bytes;
        this.base = base;
        this.start = base == null ? 0 : base.end();
    }

    static StringBlock read(ByteReader in, @Nullable StringBlock base) throws FormatException {
        int size = in.size();
        boolean none = size == 0;
        ByteBuffer bytes = in.view(size).order(NameHash.ORDER);
        if (none && base == null) {
            throw in.failAt(0, "no strings, expected at least one NUL");
        }
        if (!none && base == null && bytes.get(0) != 0) {
            throw in.failAt(0, "first string is not empty");
        }
        if (!none && bytes.get(size - 1) != 0) {
            throw in.failAt(size - 1, "last string has no terminating NUL");
        }
        return new StringBlock(bytes, base);
    }

    /** The first offset after all strings, those of the base included. */
    int end() {
        return start + bytes.limit();
    }

    /** The bytes of this file's own strings. */
    int size() {
        return bytes.limit();
    }

    boolean contains(int offset) {
        return offset >= 0 && offset < end();
    }

    /** A copy of this file's own strings. */
    byte[] own() {
        return copy(0, bytes.limit());
    }

    /** The string at an offset that {@link #contains} holds true for. */
    String get(int offset) {
        if (base != null && offset < start) {
            return base.get(offset);
        }
        int from = offset - start;
        return new String(copy(from, lengthAt(from)), StandardCharsets.UTF_8);
    }

    /** The same for the name of a type or of a part of one; {@link TypeCheck} keeps all of them in proportion. */
    String name(int offset) {
        if (base != null && offset < start) {
            return base.name(offset);
        }
        String known = longNames.isEmpty() ? null : longNames.get(offset);
        if (known != null) {
            return known;
        }
        String name = get(offset);
        if (name.length() >= LONG_NAME) {
            longNames.put(offset, name);
        }
        return name;
    }

    boolean isEmpty(int offset) {
        return base != null && offset < start ? base.isEmpty(offset) : bytes.get(offset - start) == 0;
    }

    /** True if the string at {@code offset} is exactly these bytes. */
    boolean equalsAt(int offset, byte[] name) {
        if (base != null && offset < start) {
            return base.equalsAt(offset, name);
        }
        int from = offset - start;
        int to = from + name.length;
        if (to >= bytes.limit() || bytes.get(from) != name[0] || bytes.get(to) != 0) {
            return false;
        }
        int same = 0;
        while (same < name.length && bytes.get(from + same) == name[same]) {
            same++;
        }
        return same == name.length;
    }

    /** False for most names that have no flavour: only for those with two underscores side by side one has to look. */
    boolean mayHaveFlavour(int offset) {
        return base != null && offset < start
                ? base.mayHaveFlavour(offset)
                : NameHash.mayHaveThree('_', bytes, offset - start);
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
        while (bytes.get(to) != 0) {
            to++;
        }
        return to - from;
    }

    private byte[] copy(int from, int length) {
        byte[] copy = new byte[length];
        bytes.get(from, copy);
        return copy;
    }
}
