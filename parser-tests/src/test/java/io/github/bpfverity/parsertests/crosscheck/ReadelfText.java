package io.github.bpfverity.parsertests.crosscheck;

import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Relocation;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An object as {@code llvm-readelf --sections --symbols --relocations} prints it, each run of spaces as one. */
final class ReadelfText {
    private static final Map<Integer, String> SECTION_TYPES = Map.of(
            Section.SHT_NULL,
            "NULL",
            Section.SHT_PROGBITS,
            "PROGBITS",
            Section.SHT_SYMTAB,
            "SYMTAB",
            Section.SHT_STRTAB,
            "STRTAB",
            Section.SHT_NOBITS,
            "NOBITS",
            Section.SHT_REL,
            "REL",
            0x6fff4c03,
            "LLVM_ADDRSIG");
    private static final List<String> FLAGS = List.of("W", "A", "X", "", "M", "S", "I", "L", "O");
    private static final long SHF_EXCLUDE = 0x80000000L;
    private static final List<String> SYMBOL_TYPES = List.of("NOTYPE", "OBJECT", "FUNC", "SECTION", "FILE");
    private static final List<String> BINDINGS = List.of("LOCAL", "GLOBAL", "WEAK");
    private static final List<String> VISIBILITIES = List.of("DEFAULT", "INTERNAL", "HIDDEN", "PROTECTED");

    private final ElfObject elf;

    private ReadelfText(ElfObject elf) {
        this.elf = elf;
    }

    /** A line for each section. */
    static List<String> sections(ElfObject elf) {
        return elf.sections().stream().map(ReadelfText::section).toList();
    }

    /** A line for each symbol. */
    static List<String> symbols(ElfObject elf) {
        var text = new ReadelfText(elf);
        return elf.symbols().stream().map(text::symbol).toList();
    }

    /** A line for each relocation, by the section that it changes. */
    static List<String> relocations(ElfObject elf) {
        var text = new ReadelfText(elf);
        List<String> lines = new ArrayList<>();
        for (Section section : elf.sections()) {
            for (Relocation relocation : elf.relocations(section)) {
                lines.add(section.name() + ": " + text.relocation(relocation));
            }
        }
        return lines;
    }

    private static String section(Section s) {
        return words(
                "[%d] %s %s %016x %06x %06x %02x %s %d %d %d",
                s.index(),
                s.name(),
                SECTION_TYPES.get(s.type()),
                s.address(),
                s.offset(),
                s.size(),
                s.entrySize(),
                flags(s.flags()),
                s.link(),
                s.info(),
                s.alignment());
    }

    private static String flags(long flags) {
        StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < FLAGS.size(); bit++) {
            letters.append((flags & 1L << bit) == 0 ? "" : FLAGS.get(bit));
        }
        return letters.append((flags & SHF_EXCLUDE) == 0 ? "" : "E").toString();
    }

    private String symbol(Symbol s) {
        return words(
                "%d: %016x %d %s %s %s %s %s",
                s.index(),
                s.value(),
                s.size(),
                SYMBOL_TYPES.get(s.type()),
                BINDINGS.get(s.binding()),
                VISIBILITIES.get(s.visibility()),
                s.inSection() ? s.sectionIndex() + "" : s.sectionIndex() == Symbol.SHN_ABS ? "ABS" : "UND",
                name(s));
    }

    /** A section's symbol has no name and is called as the section is. */
    private String name(Symbol s) {
        return s.type() == Symbol.STT_SECTION
                ? elf.sections().get(s.sectionIndex()).name()
                : s.name();
    }

    private String relocation(Relocation r) {
        Symbol symbol = elf.symbols().get(r.symbolIndex());
        return words("%016x %08x%08x %016x %s", r.offset(), r.symbolIndex(), r.type(), symbol.value(), name(symbol));
    }

    private static String words(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).replaceAll(" +", " ").trim();
    }
}
