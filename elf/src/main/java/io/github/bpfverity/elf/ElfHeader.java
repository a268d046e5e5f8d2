package io.github.bpfverity.elf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;

/**
 * The ELF header, {@code Elf64_Ehdr}, as far as it is used.
 *
 * @param sectionTableOffset {@code e_shoff}; 0 if there are no sections
 * @param sectionCount {@code e_shnum}; 0 can mean that section 0 holds the number
 * @param nameTableIndex {@code e_shstrndx}; 0xffff means that section 0 holds the index
 */
record ElfHeader(
        ByteOrder order,
        int type,
        int machine,
        int flags,
        long entry,
        long sectionTableOffset,
        int sectionCount,
        int nameTableIndex) {
    static final int SIZE = 64;

    static final long TYPE_AT = 0x10;
    static final long MACHINE_AT = 0x12;
    static final long SECTION_TABLE_AT = 0x28;
    static final long SECTION_COUNT_AT = 0x3c;
    static final long NAME_TABLE_AT = 0x3e;

    private static final long CLASS_AT = 4;
    private static final long DATA_AT = 5;
    private static final long IDENT_VERSION_AT = 6;
    private static final long VERSION_AT = 0x14;
    private static final long HEADER_SIZE_AT = 0x34;
    private static final long SECTION_SIZE_AT = 0x3a;

    /** 0x7f, E, L, F, read as a big-endian word. */
    private static final long MAGIC = 0x7f454c46L;

    private static final int ELFCLASS64 = 2;
    private static final int ELFDATA2LSB = 1;
    private static final int ELFDATA2MSB = 2;
    private static final int EV_CURRENT = 1;

    /** Reads the header at the start of the file, whatever byte order {@code bytes} has. */
    static ElfHeader read(ByteReader bytes) throws FormatException {
        ByteReader file = bytes.withOrder(readIdent(bytes.withOrder(ByteOrder.BIG_ENDIAN)));
        file.seek(TYPE_AT);
        int type = file.u16();
        int machine = file.u16();
        expect(file, VERSION_AT, "e_version", file.u32(), EV_CURRENT);
        long entry = file.u64();
        file.skip(8); // e_phoff, for ProgramHeaders
        long sectionTableOffset = file.u64();
        int flags = file.s32();
        expect(file, HEADER_SIZE_AT, "e_ehsize", file.u16(), SIZE);
        file.skip(4); // e_phentsize, e_phnum
        int sectionSize = file.u16();
        int sectionCount = file.u16();
        int nameTableIndex = file.u16();
        if (sectionTableOffset != 0) {
            expect(file, SECTION_SIZE_AT, "e_shentsize", sectionSize, SectionTable.ENTRY_SIZE);
        }
        return new ElfHeader(
                file.order(), type, machine, flags, entry, sectionTableOffset, sectionCount, nameTableIndex);
    }

    /** Checks {@code e_ident} and answers the file's byte order. */
    private static ByteOrder readIdent(ByteReader file) throws FormatException {
        if (file.size() < SIZE) {
            throw file.fail("%d bytes are too few for an ELF header (%d bytes)", file.size(), SIZE);
        }
        long magic = file.u32();
        if (magic != MAGIC) {
            throw file.failAt(0, "not an ELF file: begins with 0x%08x, expected 0x%08x", magic, MAGIC);
        }
        expect(file, CLASS_AT, "EI_CLASS", file.u8(), ELFCLASS64);
        int data = file.u8();
        if (data != ELFDATA2LSB && data != ELFDATA2MSB) {
            throw file.failAt(DATA_AT, "EI_DATA is %d, expected %d or %d", data, ELFDATA2LSB, ELFDATA2MSB);
        }
        expect(file, IDENT_VERSION_AT, "EI_VERSION", file.u8(), EV_CURRENT);
        return data == ELFDATA2LSB ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    private static void expect(ByteReader file, long at, String field, long value, long expected)
            throws FormatException {
        if (value != expected) {
            throw file.failAt(at, "%s is %d, expected %d", field, value, expected);
        }
    }
}
