package io.github.bpfverity.elf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads .symtab or .dynsym. */
final class SymbolTable {
    /** The size of {@code Elf64_Sym}. */
    static final int ENTRY_SIZE = 24;

    private static final int SECTION_AT = 6;
    private static final int VALUE_AT = 8;

    private static final int SHN_LORESERVE = 0xff00;
    private static final int SHN_ABS = 0xfff1;
    private static final int SHN_COMMON = 0xfff2;
    private static final int SHN_XINDEX = 0xffff;

    private final SectionTable sections;
    private final boolean relocatable;
    private final ByteReader bytes;
    private final StringTable names;
    private final @Nullable ByteReader extendedIndexes;

    private SymbolTable(SectionTable sections, boolean relocatable, Section table) throws FormatException {
        this.sections = sections;
        this.relocatable = relocatable;
        this.bytes = sections.entries(table, ENTRY_SIZE);
        this.names = sections.linkedStrings(table);
        this.extendedIndexes = extendedIndexes(sections, table);
    }

    /**
     * Reads the symbols of the only section of a type.
     *
     * @param type SHT_SYMTAB or SHT_DYNSYM
     * @param relocatable whether values are offsets into sections, to be checked against them
     * @return empty if there is no such section
     */
    static List<Symbol> read(SectionTable sections, int type, boolean relocatable) throws FormatException {
        Optional<Section> table = sections.single(type);
        return table.isEmpty() ? List.of() : new SymbolTable(sections, relocatable, table.get()).readAll();
    }

    private List<Symbol> readAll() throws FormatException {
        int count = bytes.size() / ENTRY_SIZE;
        List<Symbol> all = new ArrayList<>(count);
        bytes.seek(0);
        for (int index = 0; index < count; index++) {
            all.add(readSymbol(index));
        }
        return Collections.unmodifiableList(all);
    }

    private Symbol readSymbol(int index) throws FormatException {
        int at = bytes.position();
        String name = name(index, bytes.u32());
        int info = bytes.u8();
        int other = bytes.u8();
        int sectionIndex = sectionIndex(index, bytes.u16());
        long value = bytes.u64();
        long size = bytes.u64();
        Symbol symbol = new Symbol(index, name, value, size, info & 0xf, info >> 4, other & 3, sectionIndex);
        if (symbol.inSection()) {
            checkExtent(symbol, at);
        }
        return symbol;
    }

    private String name(int index, long offset) throws FormatException {
        if (!names.contains(offset)) {
            throw bytes.failAt(
                    (long) index * ENTRY_SIZE,
                    "symbol %d: st_name 0x%x is outside the string table (0x%x bytes)",
                    index,
                    offset,
                    names.size());
        }
        return names.at(offset);
    }

    /** What {@code st_shndx} stands for, as {@link Symbol#sectionIndex} has it. */
    private int sectionIndex(int index, int raw) throws FormatException {
        if (raw == SHN_ABS || raw == SHN_COMMON) {
            return (short) raw;
        }
        ByteReader extended = raw == SHN_XINDEX ? extendedIndexes : null;
        long section = extended == null ? raw : extended.seek(index * 4L).u32();
        boolean reserved = extended == null && raw >= SHN_LORESERVE;
        if (reserved || section >= sections.list().size()) {
            throw bytes.failAt(
                    (long) index * ENTRY_SIZE + SECTION_AT,
                    "symbol %d: st_shndx is 0x%x, expected less than %d, SHN_ABS or SHN_COMMON",
                    index,
                    section,
                    sections.list().size());
        }
        return (int) section;
    }

    /**
     * A symbol of a relocatable file lies inside its section. In linked files names such as {@code _end} stand
     * outside rightly, and only the address space bounds them.
     */
    private void checkExtent(Symbol symbol, int at) throws FormatException {
        Section section = sections.list().get(symbol.sectionIndex());
        long end = symbol.value() + symbol.size();
        boolean wraps = Long.compareUnsigned(end, symbol.value()) < 0;
        if (wraps || (relocatable && Long.compareUnsigned(end, section.size()) > 0)) {
            throw bytes.failAt(
                    at + VALUE_AT,
                    "symbol %d (%s): st_value 0x%x and st_size 0x%x reach past %s (0x%x bytes)",
                    symbol.index(),
                    symbol.name(),
                    symbol.value(),
                    symbol.size(),
                    section.label(),
                    section.size());
        }
    }

    /** The SHT_SYMTAB_SHNDX section of a symbol table, with one word for each of its symbols. */
    private static @Nullable ByteReader extendedIndexes(SectionTable sections, Section table) throws FormatException {
        for (Section section : sections.list()) {
            if (section.type() == Section.SHT_SYMTAB_SHNDX && section.link() == table.index()) {
                ByteReader indexes = sections.entries(section, 4);
                long expected = table.size() / ENTRY_SIZE * 4;
                if (indexes.size() != expected) {
                    throw indexes.failAt(
                            0, "%d bytes of section indexes, expected %d, 4 a symbol", indexes.size(), expected);
                }
                return indexes;
            }
        }
        return null;
    }
}
