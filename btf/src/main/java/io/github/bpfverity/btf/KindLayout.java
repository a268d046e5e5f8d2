package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;

/**
 * How many words follow the common part of a type of each kind: what is known here, and for newer kinds what
 * the file's own layout block says ({@code struct btf_layout}, Linux 7.1).
 */
final class KindLayout {
    /** Kinds are 7 bits wide. */
    private static final int KINDS = 128;

    private static final int ENTRY_SIZE = 4;

    private final byte[] infoWords = new byte[KINDS];
    private final byte[] elementWords = new byte[KINDS];
    private final int count;

    private KindLayout(int count) {
        this.count = count;
        for (int code = 1; code < BtfKind.KNOWN; code++) {
            infoWords[code] = (byte) BtfKind.of(code).infoWords();
            elementWords[code] = (byte) BtfKind.of(code).elementWords();
        }
    }

    static KindLayout read(ByteReader in) throws FormatException {
        int count = in.size() / ENTRY_SIZE;
        if (count > KINDS) {
            throw in.failAt(0, "layout has %d entries, expected at most %d", count, KINDS);
        }
        var layout = new KindLayout(Math.max(count, BtfKind.KNOWN));
        for (int code = 0; code < count; code++) {
            layout.readEntry(in, code);
        }
        return layout;
    }

    private void readEntry(ByteReader in, int code) throws FormatException {
        int at = in.position();
        int infoSize = in.u8();
        int elementSize = in.u8();
        in.skip(2); // flags, unused so far
        if (code < BtfKind.KNOWN) {
            return;
        }
        if (infoSize % 4 != 0 || elementSize % 4 != 0) {
            throw in.failAt(
                    at, "layout of kind %d has sizes %d and %d, not multiples of 4", code, infoSize, elementSize);
        }
        infoWords[code] = (byte) (infoSize / 4);
        elementWords[code] = (byte) (elementSize / 4);
    }

    /** True if the size of this kind of type is known. */
    boolean describes(int code) {
        return code > 0 && code < count;
    }

    /** Words after the common part of a type of {@code code} with {@code vlen} elements. */
    long tailWords(int code, int vlen) {
        return infoWords[code] + (long) elementWords[code] * vlen;
    }
}
