package io.github.bpfverity.elf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.bytes.NameBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The section headers of a file, and the way from a section to its bytes. */
final class SectionTable {
    /** The size of {@code Elf64_Shdr}. */
    static final int ENTRY_SIZE = 64;

    static final long NAME_AT = 0x00;
    static final long TYPE_AT = 0x04;
    static final long LINK_AT = 0x28;
    static final long INFO_AT = 0x2c;
    static final long ENTRY_SIZE_AT = 0x38;

    private static final long FLAGS_AT = 0x08;
    private static final long OFFSET_AT = 0x18;
    private static final long SIZE_AT = 0x20;
    private static final long ALIGNMENT_AT = 0x30;

    /** In {@code e_shstrndx}: the index is in section 0's {@code sh_link}. */
    private static final int SHN_XINDEX = 0xffff;

    private final ByteReader file;
    private final ElfHeader header;
    private final NameBudget names;
    private List<Section> sections = List.of();

    private SectionTable(ByteReader file, ElfHeader header) {
        this.file = file;
        this.header = header;
        this.names = new NameBudget(file.size());
    }

    /** Reads and checks all headers; {@code file} is in the file's byte order. */
    static SectionTable read(ByteReader file, ElfHeader header) throws FormatException {
        SectionTable table = new SectionTable(file, header);
        int count = table.readCount();
        if (count > 0) {
            table.sections = table.readSections(count);
            table.refuseOverlaps();
        }
        return table;
    }

    List<Section> list() {
        return sections;
    }

    /** The file's offset of a field of a section's header, for faults. */
    long at(int index, long field) {
        return header.sectionTableOffset() + (long) index * ENTRY_SIZE + field;
    }

    /** A fault about one field of a section's header, to be thrown by the caller. */
    FormatException fail(Section section, long field, String format, Object... values) {
        return file.failAt(at(section.index(), field), "%s: %s", section.label(), format.formatted(values));
    }

    /** The section's bytes. */
    ByteReader reader(Section section) throws FormatException {
        if (!section.hasBytes()) {
            throw fail(section, TYPE_AT, "has no bytes in the file (type 0x%x)", section.type());
        }
        if (section.has(Section.SHF_COMPRESSED)) {
            throw fail(section, FLAGS_AT, "is compressed, which is not supported");
        }
        return file.slice(section.offset(), section.size(), placeName(section));
    }

    /** The only section of a type that a file may have once. */
    Optional<Section> single(int type) throws FormatException {
        Section found = null;
        for (Section section : sections) {
            if (section.type() == type) {
                if (found != null) {
                    throw fail(section, TYPE_AT, "second section of type 0x%x after %s", type, found.label());
                }
                found = section;
            }
        }
        return Optional.ofNullable(found);
    }

    /** The section that another one's {@code sh_link} or {@code sh_info} names. */
    Section linked(Section from, long field, int index) throws FormatException {
        if (index <= 0 || index >= sections.size()) {
            throw fail(
                    from,
                    field,
                    "%s is %d, expected a section (1 to %d)",
                    field == LINK_AT ? "sh_link" : "sh_info",
                    Integer.toUnsignedLong(index),
                    sections.size() - 1);
        }
        return sections.get(index);
    }

    /** The string table that a section's {@code sh_link} names. */
    StringTable linkedStrings(Section from) throws FormatException {
        Section strings = linked(from, LINK_AT, from.link());
        if (strings.type() != Section.SHT_STRTAB) {
            throw fail(
                    from,
                    LINK_AT,
                    "sh_link is %s of type 0x%x, expected a string table (type 0x%x)",
                    strings.label(),
                    strings.type(),
                    Section.SHT_STRTAB);
        }
        return StringTable.of(reader(strings), names);
    }

    /** A reader over a table of entries, whose number is the reader's size over {@code entrySize}. */
    ByteReader entries(Section table, int entrySize) throws FormatException {
        if (table.entrySize() != entrySize) {
            throw fail(table, ENTRY_SIZE_AT, "sh_entsize is 0x%x, expected 0x%x", table.entrySize(), entrySize);
        }
        if (table.size() % entrySize != 0) {
            throw fail(table, SIZE_AT, "sh_size 0x%x is not a multiple of %d", table.size(), entrySize);
        }
        return reader(table);
    }

    /** How many sections there are, which extended numbering keeps in section 0. */
    private int readCount() throws FormatException {
        long offset = header.sectionTableOffset();
        if (offset == 0) {
            if (header.sectionCount() != 0) {
                throw file.failAt(
                        ElfHeader.SECTION_COUNT_AT,
                        "e_shnum is %d, expected 0 as there is no section table",
                        header.sectionCount());
            }
            return 0;
        }
        checkTable(offset, 1);
        long count = header.sectionCount();
        if (count == 0) {
            count = file.seek(at(0, SIZE_AT)).u64();
            if (count == 0) {
                throw file.failAt(at(0, SIZE_AT), "e_shnum and the sh_size of section 0 are both 0");
            }
        }
        checkTable(offset, count);
        return (int) count;
    }

    private void checkTable(long offset, long count) throws FormatException {
        if (offset < 0 || offset > file.size() || count < 0 || count > (file.size() - offset) / ENTRY_SIZE) {
            throw file.failAt(
                    ElfHeader.SECTION_TABLE_AT,
                    "section table of %s entries at 0x%x lies outside the file (0x%x bytes)",
                    Long.toUnsignedString(count),
                    offset,
                    file.size());
        }
    }

    private List<Section> readSections(int count) throws FormatException {
        StringTable names = readNameTable(count);
        List<Section> all = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            all.add(readSection(index, readName(index, names)));
        }
        Section first = all.get(0);
        if (first.type() != Section.SHT_NULL) {
            throw fail(first, TYPE_AT, "is of type 0x%x, expected the null section", first.type());
        }
        return Collections.unmodifiableList(all);
    }

    /** The table of section names, empty if the file has none. */
    private StringTable readNameTable(int count) throws FormatException {
        long index = header.nameTableIndex();
        long indexAt = ElfHeader.NAME_TABLE_AT;
        if (index == SHN_XINDEX) {
            indexAt = at(0, LINK_AT);
            index = file.seek(indexAt).u32();
        }
        if (index == 0) {
            return StringTable.of(ByteReader.of(new byte[0], file.order(), file.place()), names);
        }
        if (index >= count) {
            throw file.failAt(indexAt, "e_shstrndx is %d, expected less than %d", index, count);
        }
        Section table = readSection((int) index, "");
        if (table.type() != Section.SHT_STRTAB) {
            throw file.failAt(
                    indexAt,
                    "e_shstrndx is %d, a section of type 0x%x, expected a string table (type 0x%x)",
                    index,
                    table.type(),
                    Section.SHT_STRTAB);
        }
        return StringTable.of(reader(table), names);
    }

    private String readName(int index, StringTable names) throws FormatException {
        long at = at(index, NAME_AT);
        long offset = file.seek(at).u32();
        if (!names.contains(offset)) {
            throw file.failAt(
                    at,
                    "section %d: sh_name 0x%x is outside the string table (0x%x bytes)",
                    index,
                    offset,
                    names.size());
        }
        return names.at(offset);
    }

    private Section readSection(int index, String name) throws FormatException {
        file.seek(at(index, TYPE_AT));
        int type = file.s32();
        long flags = file.u64();
        long address = file.u64();
        long offset = file.u64();
        long size = file.u64();
        int link = file.s32();
        int info = file.s32();
        long alignment = file.u64();
        long entrySize = file.u64();
        Section section =
                new Section(index, name, type, flags, address, offset, size, link, info, alignment, entrySize);
        checkExtent(section);
        return section;
    }

    private void checkExtent(Section section) throws FormatException {
        long offset = section.offset();
        long size = section.size();
        boolean outside = offset < 0 || offset > file.size() || size > file.size() - offset;
        if (size < 0 || (section.hasBytes() && outside)) {
            throw fail(
                    section,
                    SIZE_AT,
                    "sh_offset 0x%x and sh_size 0x%x reach outside the file (0x%x bytes)",
                    offset,
                    size,
                    file.size());
        }
        if (section.alignment() != 0 && Long.bitCount(section.alignment()) != 1) {
            throw fail(section, ALIGNMENT_AT, "sh_addralign 0x%x is not a power of two", section.alignment());
        }
    }

    /**
     * Refuses sections that share bytes. No tool writes them, and without this rule a small file could hold a
     * thousand large programs or tables, each of them the same bytes.
     */
    private void refuseOverlaps() throws FormatException {
        List<Section> byOffset = new ArrayList<>();
        for (Section section : sections) {
            if (section.hasBytes() && section.size() > 0) {
                byOffset.add(section);
            }
        }
        byOffset.sort(Comparator.comparingLong(Section::offset));
        for (int i = 1; i < byOffset.size(); i++) {
            Section before = byOffset.get(i - 1);
            Section section = byOffset.get(i);
            if (section.offset() < before.offset() + before.size()) {
                throw fail(section, OFFSET_AT, "sh_offset 0x%x is inside %s", section.offset(), before.label());
            }
        }
    }

    private static String placeName(Section section) {
        return section.name().isEmpty() ? section.label() : section.name();
    }
}
