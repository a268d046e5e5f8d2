package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.util.Arrays;

/** Finds where each type begins, and that it ends inside the block. */
final class TypeScan {
    private final ByteReader place;
    private final KindLayout layout;
    private final int[] words;
    private final int[] starts;
    private final byte[] kinds;
    private int count;
    private int next;

    private TypeScan(ByteReader place, KindLayout layout, int[] words) {
        this.place = place;
        this.layout = layout;
        this.words = words;
        this.starts = new int[words.length / TypeBlock.COMMON_WORDS];
        this.kinds = new byte[starts.length];
    }

    static TypeBlock scan(ByteReader in, KindLayout layout) throws FormatException {
        var scan = new TypeScan(in, layout, in.s32s(in.size() / 4));
        while (scan.next < scan.words.length) {
            scan.step();
        }
        return new TypeBlock(scan.words, Arrays.copyOf(scan.starts, scan.count), Arrays.copyOf(scan.kinds, scan.count));
    }

    private void step() throws FormatException {
        int at = claim(TypeBlock.COMMON_WORDS, next);
        int info = words[at + 1];
        int code = TypeBlock.kindOf(info);
        if (!layout.describes(code)) {
            throw place.failAt(4L * at + 4, "unknown BTF kind %d", code);
        }
        claim(layout.tailWords(code, TypeBlock.vlenOf(info)), at);
        starts[count] = at;
        kinds[count] = (byte) Math.min(code, BtfKind.KNOWN);
        count++;
    }

    /** The only bounds check on words: takes the next {@code wanted} of the type that begins at {@code type}. */
    private int claim(long wanted, int type) throws FormatException {
        if (wanted > words.length - next) {
            throw place.failAt(4L * type, "type needs %d more bytes, have %d", 4 * wanted, 4L * (words.length - next));
        }
        int at = next;
        next += (int) wanted;
        return at;
    }
}
