package io.github.bpfverity.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The types of one file that CO-RE relocations may be about, by the hash of their {@link EssentialName}. */
final class FlavourIndex {
    private static final int NONE = -1;

    private final TypeBlock types;
    private final StringBlock strings;
    /** For each hash, the first entry of its chain; for each entry, its type and the next of the chain. */
    private final int[] heads;

    private int[] entries;
    private int[] next;
    private int count;

    FlavourIndex(TypeBlock types, StringBlock strings) {
        this.types = types;
        this.strings = strings;
        this.heads = new int[Math.max(16, Integer.highestOneBit(types.count() / 2))];
        this.entries = new int[16];
        this.next = new int[16];
        Arrays.fill(heads, NONE);
        for (int index = 0; index < types.count(); index++) {
            if (isRelocatable(types.kind(index)) && !strings.isEmpty(types.nameOffset(index))) {
                add(index);
            }
        }
    }

    /** Half of all named types are functions, which have no fields and no values. */
    private static boolean isRelocatable(BtfKind kind) {
        return switch (kind) {
            case INT, STRUCT, UNION, ENUM, ENUM64, FWD, TYPEDEF, FLOAT -> true;
            case VOID, PTR, ARRAY, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DATASEC -> false;
            case DECL_TAG, TYPE_TAG, OTHER -> false;
        };
    }

    private void add(int index) {
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, 2 * count);
            next = Arrays.copyOf(next, 2 * count);
        }
        int name = types.nameOffset(index);
        int slot =
                slot(strings.mayHaveFlavour(name) ? hash(EssentialName.of(strings.name(name))) : strings.hashAt(name));
        entries[count] = index;
        next[count] = heads[slot];
        heads[slot] = count++;
    }

    /** The indices of the types with this name but for a flavour, ascending. */
    int[] find(String essentialName) {
        int[] found = new int[4];
        int size = 0;
        for (int at = heads[slot(hash(essentialName))]; at != NONE; at = next[at]) {
            String name = strings.name(types.nameOffset(entries[at]));
            if (EssentialName.of(name).equals(essentialName)) {
                found = size == found.length ? Arrays.copyOf(found, 2 * size) : found;
                found[size++] = entries[at];
            }
        }
        int[] ascending = Arrays.copyOf(found, size);
        Arrays.sort(ascending);
        return ascending;
    }

    private static int hash(String name) {
        return NameHash.of(name.getBytes(StandardCharsets.UTF_8));
    }

    private int slot(int hash) {
        return hash & heads.length - 1;
    }
}
