package io.github.bpfverity.btf;

import java.util.Arrays;

/**
 * The named types of one file by the hash of the name. Two ints a type and no object: kernels name 70,000
 * types, of which a program asks for a dozen.
 */
final class NameIndex {
    static final int NONE = -1;

    /** For each hash, the first type in its chain. */
    private final int[] heads;
    /** For each type, the next of the chain; chains ascend. */
    private final int[] next;

    NameIndex(TypeBlock types, StringBlock strings) {
        this.heads = new int[Math.max(16, Integer.highestOneBit(types.count()))];
        this.next = new int[types.count()];
        Arrays.fill(heads, NONE);
        for (int index = types.count() - 1; index >= 0; index--) {
            int name = types.nameOffset(index);
            if (!strings.isEmpty(name)) {
                int slot = slot(strings.hashAt(name));
                next[index] = heads[slot];
                heads[slot] = index;
            }
        }
    }

    /** The first of the types whose names may be this one, or {@link #NONE}. */
    int first(byte[] name) {
        return heads[slot(NameHash.of(name))];
    }

    /** The one after {@code index}, or {@link #NONE}. */
    int next(int index) {
        return next[index];
    }

    private int slot(int hash) {
        return hash & heads.length - 1;
    }
}
