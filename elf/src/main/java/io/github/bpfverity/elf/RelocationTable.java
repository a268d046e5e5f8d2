package io.github.bpfverity.elf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the SHT_REL and SHT_RELA sections of a relocatable file. */
final class RelocationTable {
    /** The size of {@code Elf64_Rel}. */
    static final int REL_SIZE = 16;

    /** The size of {@code Elf64_Rela}. */
    static final int RELA_SIZE = 24;

    private static final int INFO_AT = 8;

    private final SectionTable sections;
    private final int symbolCount;
    private final Map<Integer, List<Relocation>> byTarget = new HashMap<>();

    private RelocationTable(SectionTable sections, int symbolCount) {
        this.sections = sections;
        this.symbolCount = symbolCount;
    }

    /**
     * Reads all relocations.
     *
     * @return by the index of the section they change, in file order
     */
    static Map<Integer, List<Relocation>> read(SectionTable sections, int symbolCount) throws FormatException {
        RelocationTable table = new RelocationTable(sections, symbolCount);
        for (Section section : sections.list()) {
            if (section.type() == Section.SHT_REL || section.type() == Section.SHT_RELA) {
                table.readSection(section);
            }
        }
        table.byTarget.replaceAll((target, list) -> Collections.unmodifiableList(list));
        return table.byTarget;
    }

    private void readSection(Section section) throws FormatException {
        Section target = target(section);
        boolean withAddend = section.type() == Section.SHT_RELA;
        int entrySize = withAddend ? RELA_SIZE : REL_SIZE;
        ByteReader bytes = sections.entries(section, entrySize);
        int count = bytes.size() / entrySize;
        List<Relocation> list = byTarget.computeIfAbsent(target.index(), index -> new ArrayList<>(count));
        for (int index = 0; index < count; index++) {
            list.add(readRelocation(bytes, index, target, withAddend));
        }
    }

    private Section target(Section section) throws FormatException {
        Section symbols = sections.linked(section, SectionTable.LINK_AT, section.link());
        if (symbols.type() != Section.SHT_SYMTAB) {
            throw sections.fail(
                    section,
                    SectionTable.LINK_AT,
                    "sh_link is %s of type 0x%x, expected the symbol table (type 0x%x)",
                    symbols.label(),
                    symbols.type(),
                    Section.SHT_SYMTAB);
        }
        Section target = sections.linked(section, SectionTable.INFO_AT, section.info());
        if (!target.hasBytes()) {
            throw sections.fail(
                    section, SectionTable.INFO_AT, "sh_info is %s, which has no bytes to relocate", target.label());
        }
        return target;
    }

    private Relocation readRelocation(ByteReader bytes, int index, Section target, boolean withAddend)
            throws FormatException {
        int at = bytes.position();
        long offset = bytes.u64();
        long info = bytes.u64();
        long symbol = info >>> 32;
        long addend = withAddend ? bytes.u64() : 0;
        // In a compressed section it counts in what the bytes decompress to.
        if (!target.has(Section.SHF_COMPRESSED) && Long.compareUnsigned(offset, target.size()) >= 0) {
            throw bytes.failAt(
                    at,
                    "relocation %d: r_offset 0x%x is outside %s (0x%x bytes)",
                    index,
                    offset,
                    target.label(),
                    target.size());
        }
        if (symbol >= symbolCount) {
            throw bytes.failAt(
                    at + INFO_AT, "relocation %d: symbol index %d, expected less than %d", index, symbol, symbolCount);
        }
        return new Relocation(offset, (int) info, (int) symbol, addend);
    }
}
