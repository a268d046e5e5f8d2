package io.github.bpfverity.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Finds the types of one file by name: at first by comparing the names of all types of the kind, which for a
 * kernel's structs is a tenth of its types. Once as much was compared as making a {@link NameIndex} takes, with that.
 */
final class Names {
    /** An index takes as long to make as comparing the name of every type this often. */
    private static final int COMPARISONS_BEFORE_INDEX = 8;

    private static final int ANY_KIND = -1;

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
        var found = new Found(kind);
        NameIndex made = index();
        if (made == null) {
            compareAll(found, bytes);
        } else {
            for (int at = made.first(bytes); at != NameIndex.NONE; at = made.next(at)) {
                found.addIfNamed(at, bytes);
            }
        }
        return Arrays.copyOf(found.indices, found.count);
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

    private void compareAll(Found found, byte[] name) {
        int ofKind = 0;
        for (int at = 0; at < types.count(); at++) {
            if (found.isRightKind(at)) {
                ofKind++;
                found.addIfNamed(at, name);
            }
        }
        compared.add(ofKind);
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

    private final class Found {
        private final int kind;
        private int[] indices = new int[4];
        private int count;

        Found(int kind) {
            this.kind = kind;
        }

        boolean isRightKind(int at) {
            return kind == ANY_KIND || kind == types.kindOrdinal(at);
        }

        void addIfNamed(int at, byte[] name) {
            if (isRightKind(at) && strings.equalsAt(types.nameOffset(at), name)) {
                indices = count == indices.length ? Arrays.copyOf(indices, 2 * count) : indices;
                indices[count++] = at;
            }
        }
    }
}
