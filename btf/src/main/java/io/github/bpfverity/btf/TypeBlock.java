package io.github.bpfverity.btf;

import java.nio.IntBuffer;

/**
 * The types of one file as 32-bit words, and where each begins.
 *
 * <p>A type is three words (name, info, size or type id) and what {@link KindLayout} says follows. Positions
 * come from {@link TypeScan}, which has checked that each type lies inside.
 */
final class TypeBlock {
    /** Words of the part that all kinds have. */
    static final int COMMON_WORDS = 3;

    private final IntBuffer words;
    private final int[] starts;
    private final byte[] kinds;
    private final int count;

    /**
     * Takes the arrays, of which the first {@code count} elements are used, as its own.
     *
     * @param starts the first word of each type
     * @param kinds the {@link BtfKind} ordinal of each type
     */
    TypeBlock(IntBuffer words, int[] starts, byte[] kinds, int count) {
        this.words = words;
        this.starts = starts;
        this.kinds = kinds;
        this.count = count;
    }

    int count() {
        return count;
    }

    IntBuffer words() {
        return words;
    }

    /** The first word of the type with this index. */
    int start(int index) {
        return starts[index];
    }

    /** The first word after the type. */
    int end(int index) {
        return index + 1 < count ? starts[index + 1] : words.limit();
    }

    /** The ordinal of the type's {@link BtfKind}. */
    int kindOrdinal(int index) {
        return kinds[index];
    }

    BtfKind kind(int index) {
        return BtfKind.of(kinds[index]);
    }

    int nameOffset(int index) {
        return words.get(starts[index]);
    }

    int vlen(int index) {
        return vlenOf(words.get(starts[index] + 1));
    }

    boolean kindFlag(int index) {
        return words.get(starts[index] + 1) < 0;
    }

    int sizeOrType(int index) {
        return words.get(starts[index] + 2);
    }

    /** A word after the common part. */
    int tail(int index, int word) {
        return words.get(starts[index] + COMMON_WORDS + word);
    }

    static int kindOf(int info) {
        return info >>> 24 & 0x7f;
    }

    static int vlenOf(int info) {
        return info & 0xffffff;
    }
}
