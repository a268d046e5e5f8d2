package io.github.bpfverity.elf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The program header table, {@code Elf64_Phdr[]}: what is brought to which address. */
final class ProgramHeaders {
    static final int PT_LOAD = 1;
    static final int PT_DYNAMIC = 2;
    static final int PT_INTERP = 3;

    private static final int ENTRY_SIZE = 56;
    private static final long TABLE_AT = 0x20;
    private static final long ENTRY_SIZE_AT = 0x36;
    private static final long COUNT_AT = 0x38;

    /** Says that section 0 holds the count; no program has that many, and the kernel takes none that does. */
    private static final int PN_XNUM = 0xffff;

    private final ByteReader file;
    private final List<Segment> segments;

    private ProgramHeaders(ByteReader file, List<Segment> segments) {
        this.file = file;
        this.segments = segments;
    }

    /** One segment; {@code headerAt} is where its header lies. */
    record Segment(long headerAt, int type, long offset, long address, long fileSize) {
        /** Whether the byte for an address is in the file. */
        boolean holds(long wanted) {
            return Long.compareUnsigned(wanted, address) >= 0 && Long.compareUnsigned(wanted - address, fileSize) < 0;
        }
    }

    /** Reads the table of a file whose header has been checked, and that all segments lie inside the file. */
    static ProgramHeaders read(ByteReader file) throws FormatException {
        long table = file.seek(TABLE_AT).u64();
        int entrySize = file.seek(ENTRY_SIZE_AT).u16();
        int count = file.u16();
        if (count == 0) {
            return new ProgramHeaders(file, List.of());
        }
        if (count == PN_XNUM) {
            throw file.failAt(COUNT_AT, "e_phnum is 0x%x: more program headers than are supported", PN_XNUM);
        }
        if (entrySize != ENTRY_SIZE) {
            throw file.failAt(ENTRY_SIZE_AT, "e_phentsize is %d, expected %d", entrySize, ENTRY_SIZE);
        }
        file.slice(table, (long) count * ENTRY_SIZE, "program headers");
        file.seek(table);
        List<Segment> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            segments.add(segment(file));
        }
        return new ProgramHeaders(file, List.copyOf(segments));
    }

    private static Segment segment(ByteReader file) throws FormatException {
        long at = file.position();
        int type = file.s32();
        file.skip(4); // p_flags
        long offset = file.u64();
        long address = file.u64();
        file.skip(8); // p_paddr
        long fileSize = file.u64();
        file.skip(16); // p_memsz, p_align
        if (type == PT_LOAD || type == PT_DYNAMIC || type == PT_INTERP) {
            requireInside(file, at, offset, fileSize);
        }
        return new Segment(at, type, offset, address, fileSize);
    }

    private static void requireInside(ByteReader file, long at, long offset, long size) throws FormatException {
        if (offset < 0 || size < 0 || offset > file.size() || size > file.size() - offset) {
            throw file.failAt(
                    at, "segment (offset 0x%x, size 0x%x) lies outside (0x%x bytes)", offset, size, file.size());
        }
    }

    /**
     * The only segment of a type of which there may be one.
     *
     * @throws FormatException if there are several
     */
    Optional<Segment> single(int type) throws FormatException {
        Segment found = null;
        for (Segment segment : segments) {
            if (segment.type() == type) {
                if (found != null) {
                    throw file.failAt(segment.headerAt(), "second segment of type %d", type);
                }
                found = segment;
            }
        }
        return Optional.ofNullable(found);
    }

    /** A reader over a segment's bytes in the file. */
    ByteReader reader(Segment segment, String name) throws FormatException {
        return file.slice(segment.offset(), segment.fileSize(), name);
    }

    /**
     * A reader over what will be at an address.
     *
     * @throws FormatException if it is not in the file, or not in one piece
     */
    ByteReader at(long address, long size, String name) throws FormatException {
        for (Segment segment : segments) {
            if (segment.type() == PT_LOAD && segment.holds(address)) {
                long inside = address - segment.address();
                if (size < 0 || size > segment.fileSize() - inside) {
                    throw file.failAt(
                            segment.headerAt(), "%s (address 0x%x, size 0x%x) leaves its segment", name, address, size);
                }
                return file.slice(segment.offset() + inside, size, name);
            }
        }
        throw file.failAt(TABLE_AT, "%s (address 0x%x) is in no segment", name, address);
    }
}
