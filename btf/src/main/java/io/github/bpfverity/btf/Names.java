package io.github.bpfverity.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Finds the types of one file by name: at first by comparing the names of the types of the kind, which for a
 * kernel's structs is a tenth of its types. Once as much was compared as making a {@link NameIndex} takes, with that.
 */
final class Names {
    /** An index takes as long to make as comparing the name of every type this often. */
    private static final int COMPARISONS_BEFORE_INDEX = 8;

    private static final int ANY_KIND = -1;
    static final int NONE = NameIndex.NONE;

    private final TypeBlock types;
    private final StringBlock strings;
    private final LongAdder compared = new LongAdder();
    private volatile @Nullable NameIndex index;
    private volatile @Nullable FlavourIndex flavours;

    Names(TypeBlock types, StringBlock strings) {
        this.types = types;
        this.strings = strings;
    }

    /** The indices of the types with this name, ascending. */
    int[] find(String name) {
        byte[] bytes = bytes(name);
        int[] found = new int[4];
        int count = 0;
        for (int at = next(bytes, ANY_KIND, NONE); at != NONE; at = next(bytes, ANY_KIND, at)) {
            found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
            found[count++] = at;
        }
        return Arrays.copyOf(found, count);
    }

    /** The index of the first type of one kind with this name, or {@link #NONE}. */
    int first(BtfKind kind, String name) {
        return next(bytes(name), kind.ordinal(), NONE);
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** The next type after {@code last}, or the first if that is {@link #NONE}. */
    private int next(byte[] name, int kind, int last) {
        if (name.length == 0) {
            return NONE;
        }
        NameIndex made = index();
        return made == null ? nextCompared(name, kind, last) : nextIndexed(made, name, kind, last);
    }

    private int nextIndexed(NameIndex made, byte[] name, int kind, int last) {
        int at = last == NONE ? made.first(name) : made.next(last);
        while (at != NONE && !isNamed(at, name, kind)) {
            at = made.next(at);
        }
        return at;
    }

    private int nextCompared(byte[] name, int kind, int last) {
        int ofKind = 0;
        int at = last + 1;
        while (at < types.count() && !isNamed(at, name, kind)) {
            ofKind += isKind(at, kind) ? 1 : 0;
            at++;
        }
        compared.add(ofKind);
        return at < types.count() ? at : NONE;
    }

    private boolean isNamed(int at, byte[] name, int kind) {
        return isKind(at, kind) && strings.equalsAt(types.nameOffset(at), name);
    }

    private boolean isKind(int at, int kind) {
        return kind == ANY_KIND || kind == types.kindOrdinal(at);
    }

    private @Nullable NameIndex index() {
        NameIndex made = index;
        if (made == null && compared.sum() >= (long) COMPARISONS_BEFORE_INDEX * types.count()) {
            // Two threads may both make it; either result serves.
            made = new NameIndex(types, strings);
            index = made;
        }
        return made;
    }

    /** The indices of the types that CO-RE relocations may be about with this name but for a flavour, ascending. */
    int[] findFlavours(String essentialName) {
        FlavourIndex made = flavours;
        if (made == null) {
            // Two threads may both make it; either result serves.
            made = new FlavourIndex(types, strings);
            flavours = made;
        }
        return made.find(essentialName);
    }
}
