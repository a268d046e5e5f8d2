package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Finds where each type begins, and that it ends inside the block. The words are copied in parts: memory that was not
 * used lately comes at full speed then, where reading one word of each type would wait for each.
 */
final class TypeScan {
    /** Kernels have seven words a type. */
    private static final int USUAL_WORDS = 6;

    private static final int WORDS_IN_PART = 4096;

    private final ByteReader place;
    private final KindLayout layout;
    private final IntBuffer words;
    private final int[] part = new int[WORDS_IN_PART];
    private int[] starts;
    private byte[] kinds;

    private TypeScan(ByteReader place, KindLayout layout, IntBuffer words) {
        this.place = place;
        this.layout = layout;
        this.words = words;
        this.starts = new int[words.limit() / USUAL_WORDS + 1];
        this.kinds = new byte[starts.length];
    }

    static TypeBlock scan(ByteReader in, KindLayout layout) throws FormatException {
        return new TypeScan(in, layout, in.words(in.size() / 4)).run();
    }

    /** One loop over local variables: this is half of what reading a kernel's types takes. */
    private TypeBlock run() throws FormatException {
        int limit = words.limit();
        int count = 0;
        int partStart = 0;
        int partEnd = 0;
        for (int at = 0; at < limit; count++) {
            if (limit - at < TypeBlock.COMMON_WORDS) {
                throw cut(at, at, TypeBlock.COMMON_WORDS);
            }
            if (at + 1 >= partEnd) {
                partStart = at;
                partEnd = copyPart(at);
            }
            int info = part[at + 1 - partStart];
            int code = TypeBlock.kindOf(info);
            if (!layout.describes(code)) {
                throw place.failAt(4L * at + 4, "unknown BTF kind %d", code);
            }
            int tail = at + TypeBlock.COMMON_WORDS;
            long tailWords = layout.tailWords(code, TypeBlock.vlenOf(info));
            if (tailWords > limit - tail) {
                throw cut(at, tail, tailWords);
            }
            if (count == starts.length) {
                grow();
            }
            starts[count] = at;
            kinds[count] = (byte) Math.min(code, BtfKind.KNOWN);
            at = tail + (int) tailWords;
        }
        return new TypeBlock(words, starts, kinds, count);
    }

    /** Copies words from {@code at} on; returns the first that was not copied. */
    private int copyPart(int at) {
        int count = Math.min(WORDS_IN_PART, words.limit() - at);
        words.get(at, part, 0, count);
        return at + count;
    }

    private void grow() {
        starts = Arrays.copyOf(starts, 2 * starts.length);
        kinds = Arrays.copyOf(kinds, starts.length);
    }

    private FormatException cut(int type, int at, long wanted) {
        return place.failAt(4L * type, "type needs %d more bytes, have %d", 4 * wanted, 4L * (words.limit() - at));
    }
}
