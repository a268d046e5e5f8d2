package io.github.bpfverity.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The named types of one file by name. Two ints a type and no object: kernels name 70,000 types, of which a
 * program asks for a dozen.
 */
final class NameIndex {
    private static final int NONE = -1;

    private final TypeBlock types;
    private final StringBlock strings;
    /** For each hash, the first type in its chain. */
    private final int[] heads;
    /** For each type, the next of the chain; chains ascend. */
    private final int[] next;

    NameIndex(TypeBlock types, StringBlock strings) {
        this.types = types;
        this.strings = strings;
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

    /** The indices of the types with this name, ascending. */
    int[] find(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int[] found = new int[4];
        int count = 0;
        for (int index = first(bytes); index != NONE; index = next[index]) {
            if (strings.equalsAt(types.nameOffset(index), bytes)) {
                found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
                found[count++] = index;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private int first(byte[] name) {
        return name.length == 0 ? NONE : heads[slot(StringBlock.hash(name))];
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 15) & heads.length - 1;
    }
}
