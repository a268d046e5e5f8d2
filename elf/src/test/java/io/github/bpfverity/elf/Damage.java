package io.github.bpfverity.elf;

import java.util.Arrays;
import java.util.List;

/**
 * One way to damage a file.
 *
 * @param kind an index into {@link Kind}
 * @param place fitted to the file
 * @param noise for values that could be anything
 * @param value an index into {@link #VALUES}, for those at the edge of something
 */
record Damage(int kind, int place, long noise, int value) {
    enum Kind {
        ANY_BYTE,
        ANY_BIT,
        EDGE_IN_ELF_HEADER,
        EDGE_IN_SECTION_HEADER,
        NUDGE_IN_SECTION_HEADER,
        EDGE_IN_SYMBOL,
        EDGE_IN_RELOCATION,
        SWAP_SECTION_HEADERS,
        CUT
    }

    static final List<Long> VALUES = List.of(
            0L,
            1L,
            2L,
            0xffL,
            0xfffeL,
            0xffffL,
            0xfff1L,
            0xff00L,
            0x7fffffffL,
            0x80000000L,
            0xffffffffL,
            0x100000000L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            -1L,
            -8L,
            1L << 58);

    static byte[] apply(ElfBytes file, List<Damage> damages) {
        byte[] bytes = file.bytes();
        for (Damage damage : damages) {
            bytes = damage.apply(file);
        }
        return bytes;
    }

    private byte[] apply(ElfBytes file) {
        int at = place % file.size();
        int sectionHeader = file.table() + place / 64 % file.sectionCount() * 64;
        switch (Kind.values()[kind]) {
            case ANY_BYTE -> file.put8(at, (int) noise);
            case ANY_BIT -> file.put8(at, file.bytes()[at] ^ 1 << (noise & 7));
            case EDGE_IN_ELF_HEADER -> edge(file, 0, 64);
            case EDGE_IN_SECTION_HEADER -> edge(file, sectionHeader, 64);
            case NUDGE_IN_SECTION_HEADER -> {
                int field = sectionHeader + place % 64;
                file.put8(field, file.bytes()[field] + (int) (noise & 15) - 8);
            }
            case EDGE_IN_SYMBOL -> edge(file, file.content(".symtab"), file.content(".strtab"));
            case EDGE_IN_RELOCATION -> edge(file, Math.max(64, file.content(".symtab") - 48), file.content(".symtab"));
            case SWAP_SECTION_HEADERS -> swap(file, sectionHeader, file.header(".symtab"));
            case CUT -> {
                return Arrays.copyOf(file.bytes(), at);
            }
        }
        return file.bytes();
    }

    /** Puts a value of 1, 2, 4 or 8 bytes at a multiple of its size in a part of the file. */
    private void edge(ElfBytes file, int from, int to) {
        int width = 1 << (noise & 3);
        int slots = (to - from) / width;
        if (slots <= 0) {
            return;
        }
        int at = from + place % slots * width;
        long edge = VALUES.get(value);
        switch (width) {
            case 1 -> file.put8(at, (int) edge);
            case 2 -> file.put16(at, (int) edge);
            case 4 -> file.put32(at, edge);
            default -> file.put64(at, edge);
        }
    }

    private static void swap(ElfBytes file, int one, int other) {
        byte[] bytes = file.bytes();
        byte[] kept = Arrays.copyOfRange(bytes, one, one + 64);
        System.arraycopy(bytes, other, bytes, one, 64);
        System.arraycopy(kept, 0, bytes, other, 64);
    }
}
