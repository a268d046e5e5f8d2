package io.github.bpfverity.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the types of one file by name: by looking at all of them for the first few questions, then with a
 * {@link NameIndex}, which takes as long to make as some ten questions without it.
 */
final class Names {
    private static final int QUESTIONS_BEFORE_INDEX = 8;
    private static final int ANY_KIND = -1;

    private final TypeBlock types;
    private final StringBlock strings;
    private final AtomicInteger questions = new AtomicInteger();
    private volatile @Nullable NameIndex index;

    Names(TypeBlock types, StringBlock strings) {
        this.types = types;
        this.strings = strings;
    }

    /** The indices of the types with this name, ascending. */
    int[] find(String name) {
        return find(name, ANY_KIND);
    }

    /** The indices of the types of one kind with this name, ascending. */
    int[] find(BtfKind kind, String name) {
        return find(name, kind.ordinal());
    }

    private int[] find(String name, int kind) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return new int[0];
        }
        NameIndex made = index;
        if (made == null && questions.getAndIncrement() >= QUESTIONS_BEFORE_INDEX) {
            // Two threads may both make it; either result serves.
            made = new NameIndex(types, strings);
            index = made;
        }
        var found = new Found(kind);
        if (made != null) {
            for (int at = made.first(bytes); at != NameIndex.NONE; at = made.next(at)) {
                found.addIfNamed(at, bytes);
            }
        } else {
            for (int at = 0; at < types.count(); at++) {
                found.addIfNamed(at, bytes);
            }
        }
        return Arrays.copyOf(found.indices, found.count);
    }

    /** The indices of types whose names may have this in them after the first byte; none is missing. */
    IntStream mayContain(String part) {
        IntStream all = IntStream.range(0, types.count());
        if (strings.isSplit()) {
            return all;
        }
        BitSet places = strings.placesBefore(part.getBytes(StandardCharsets.UTF_8));
        return all.filter(at -> places.get(types.nameOffset(at)));
    }

    private final class Found {
        private final int kind;
        private int[] indices = new int[4];
        private int count;

        Found(int kind) {
            this.kind = kind;
        }

        void addIfNamed(int at, byte[] name) {
            boolean right = kind == ANY_KIND || kind == types.kindOrdinal(at);
            if (right && strings.equalsAt(types.nameOffset(at), name)) {
                indices = count == indices.length ? Arrays.copyOf(indices, 2 * count) : indices;
                indices[count++] = at;
            }
        }
    }
}
