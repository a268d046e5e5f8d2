package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.Printable;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Relocation;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sections, symbols and relocations, with the names that {@code readelf} has for their kinds. */
final class ElfFacts {
    /** A list of addresses that must stay distinct, which LLVM writes. */
    private static final int SHT_LLVM_ADDRSIG = 0x6fff4c03;

    private static final List<String> SYMBOL_TYPES = List.of("NOTYPE", "OBJECT", "FUNC", "SECTION", "FILE");
    private static final List<String> BINDINGS = List.of("LOCAL", "GLOBAL", "WEAK");
    private static final List<String> VISIBILITIES = List.of("DEFAULT", "INTERNAL", "HIDDEN", "PROTECTED");

    private record Placed(Section section, Relocation relocation) {}

    private final ElfObject elf;

    ElfFacts(ElfObject elf) {
        this.elf = elf;
    }

    /** All sections, the null section included. */
    List<Map<String, Object>> sections() {
        return Facts.lazily(elf.sections(), ElfFacts::section);
    }

    /** All symbols, the null symbol included. */
    List<Map<String, Object>> symbols() {
        return Facts.lazily(elf.symbols(), this::symbol);
    }

    /** All relocations, by the section that they change. */
    List<Map<String, Object>> relocations() {
        List<Placed> all = new ArrayList<>();
        for (Section section : elf.sections()) {
            elf.relocations(section).forEach(relocation -> all.add(new Placed(section, relocation)));
        }
        return Facts.lazily(all, this::relocation);
    }

    private static Map<String, Object> section(Section s) {
        return Facts.of(
                "index", s.index(),
                "name", Printable.cut(s.name()),
                "type", sectionType(s.type()),
                "address", s.address(),
                "offset", s.offset(),
                "size", s.size(),
                "entrySize", s.entrySize(),
                "flags", s.flags(),
                "link", Integer.toUnsignedLong(s.link()),
                "info", Integer.toUnsignedLong(s.info()),
                "alignment", s.alignment());
    }

    private static String sectionType(int type) {
        return switch (type) {
            case Section.SHT_NULL -> "NULL";
            case Section.SHT_PROGBITS -> "PROGBITS";
            case Section.SHT_SYMTAB -> "SYMTAB";
            case Section.SHT_STRTAB -> "STRTAB";
            case Section.SHT_RELA -> "RELA";
            case Section.SHT_DYNAMIC -> "DYNAMIC";
            case Section.SHT_NOTE -> "NOTE";
            case Section.SHT_NOBITS -> "NOBITS";
            case Section.SHT_REL -> "REL";
            case Section.SHT_DYNSYM -> "DYNSYM";
            case Section.SHT_SYMTAB_SHNDX -> "SYMTAB_SHNDX";
            case SHT_LLVM_ADDRSIG -> "LLVM_ADDRSIG";
            default -> "0x" + Integer.toHexString(type);
        };
    }

    private Map<String, Object> symbol(Symbol s) {
        return Facts.of(
                "index", s.index(),
                "name", label(s),
                "value", s.value(),
                "size", s.size(),
                "type", named(SYMBOL_TYPES, s.type()),
                "binding", named(BINDINGS, s.binding()),
                "visibility", VISIBILITIES.get(s.visibility()),
                "section", place(s));
    }

    /** A section's symbol has no name and is called as the section is. */
    private String label(Symbol s) {
        boolean section = s.type() == Symbol.STT_SECTION && s.inSection();
        return Printable.cut(section ? elf.sections().get(s.sectionIndex()).name() : s.name());
    }

    private static Object place(Symbol s) {
        return switch (s.sectionIndex()) {
            case Symbol.SHN_UNDEF -> "UND";
            case Symbol.SHN_ABS -> "ABS";
            case Symbol.SHN_COMMON -> "COM";
            default -> s.sectionIndex();
        };
    }

    private Map<String, Object> relocation(Placed placed) {
        Relocation r = placed.relocation();
        Symbol symbol = elf.symbols().get(r.symbolIndex());
        return Facts.of(
                "section", Printable.cut(placed.section().name()),
                "offset", r.offset(),
                "type", Integer.toUnsignedLong(r.type()),
                "symbol", r.symbolIndex(),
                "symbolValue", symbol.value(),
                "symbolName", label(symbol),
                "addend", r.addend());
    }

    private static Object named(List<String> names, int number) {
        return number < names.size() ? names.get(number) : number;
    }
}
