package io.github.bpfverity.parsertests.inspect;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Section;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes sound objects, more often where the format's numbers stand than in code and text. */
final class Mutator {
    /** Values at the edge of something, in any width. */
    private static final long[] EDGES = {
        0,
        1,
        2,
        3,
        4,
        7,
        8,
        16,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0xfff1,
        0xfff2,
        0xffff,
        0x10000,
        0xffffff,
        0x1000000,
        0x7fffffff,
        0x80000000L,
        0xfffffff8L,
        0xffffffffL,
        0x100000000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -8
    };

    private static final int ELF_HEADER = 64;

    /** Where in a file to look for something to change. */
    private record Range(int from, int to) {}

    /** A sound object: its bytes and the parts in which changes tell most. */
    static final class Original {
        private final byte[] bytes;
        private final ByteOrder order;
        private final List<Range> ranges = new ArrayList<>();

        Original(byte[] bytes) {
            this.bytes = bytes;
            this.order = bytes[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            ranges.add(new Range(0, ELF_HEADER));
            ranges.add(new Range(0, bytes.length));
            int table = (int) ByteBuffer.wrap(bytes).order(order).getLong(0x28);
            ranges.add(new Range(table, bytes.length));
            try {
                ElfObject.parse(bytes, "original").sections().forEach(this::add);
            } catch (FormatException e) {
                // Objects of other people may be broken already; then anywhere is as good.
            }
        }

        private void add(Section section) {
            if (section.hasBytes() && section.size() >= 4) {
                ranges.add(new Range((int) section.offset(), (int) (section.offset() + section.size())));
            }
        }
    }

    private final List<Original> originals;
    private final Random random;

    Mutator(List<Original> originals, long seed) {
        this.originals = originals;
        this.random = new Random(seed);
    }

    /** An object with one to four changes. */
    byte[] mutant() {
        Original original = any(originals);
        byte[] bytes = original.bytes.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > ELF_HEADER; i++) {
            bytes = change(bytes, original);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, Original original) {
        Range range = any(original.ranges);
        int at = Math.min(bytes.length - 9, range.from() + random.nextInt(Math.max(1, range.to() - range.from())));
        ByteBuffer view = ByteBuffer.wrap(bytes).order(original.order);
        int aligned = at & ~3;
        switch (random.nextInt(10)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> view.putShort(at & ~1, (short) edge());
            case 3, 4 -> view.putInt(aligned, (int) edge());
            case 5 -> view.putInt(aligned, view.getInt(aligned) + random.nextInt(9) - 4);
            case 6 -> view.putLong(Math.min(at & ~7, bytes.length - 8), edge());
            case 7 -> copy(bytes, at, bytes);
            case 8 -> copy(bytes, at, any(originals).bytes);
            default -> {
                return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : cutOut(bytes, at);
            }
        }
        return bytes;
    }

    private long edge() {
        return EDGES[random.nextInt(EDGES.length)];
    }

    /** Puts a piece of some object where another lies. */
    private void copy(byte[] bytes, int at, byte[] from) {
        int length = Math.min(1 + random.nextInt(64), bytes.length - at);
        int start = random.nextInt(from.length) & ~3;
        System.arraycopy(from, start, bytes, at, Math.min(length, from.length - start));
    }

    /** Moves what follows to the front, so that it lies where it should not. */
    private byte[] cutOut(byte[] bytes, int at) {
        int length = Math.min(1 + random.nextInt(16), bytes.length - at);
        byte[] rest = new byte[bytes.length - length];
        System.arraycopy(bytes, 0, rest, 0, at);
        System.arraycopy(bytes, at + length, rest, at, bytes.length - at - length);
        return rest;
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }
}
