package io.github.bpfverity.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;

/** What comes of any bytes: a model that can be used to its end, or a fault; nothing else. */
final class Outcome {
    private Outcome() {}

    /** An {@link ElfObject} or a {@link FormatException}; every other exception is let through. */
    static Object of(byte[] image) {
        ElfObject elf;
        try {
            elf = ElfObject.parse(image, "any.o");
        } catch (FormatException e) {
            assertThat(e.getMessage()).startsWith("any.o").contains(" at 0x").doesNotContain("\n");
            return e;
        }
        elf.sections().forEach(section -> useSection(elf, section));
        elf.symbols().forEach(symbol -> useSymbol(elf, symbol));
        elf.dynamicSymbols().forEach(symbol -> useSymbol(elf, symbol));
        return elf;
    }

    private static void useSection(ElfObject elf, Section section) {
        check(section.size() >= 0, section);
        for (Relocation relocation : elf.relocations(section)) {
            boolean inside = relocation.offset() >= 0 && relocation.offset() < section.size();
            check(inside || section.has(Section.SHF_COMPRESSED), relocation);
            check(
                    relocation.symbolIndex() >= 0
                            && relocation.symbolIndex() < elf.symbols().size(),
                    relocation);
        }
        boolean readable = section.hasBytes() && !section.has(Section.SHF_COMPRESSED);
        try {
            ByteReader reader = elf.reader(section);
            check(readable && reader.size() == section.size(), section);
        } catch (FormatException e) {
            check(!readable, e);
        }
    }

    private static void useSymbol(ElfObject elf, Symbol symbol) {
        check(elf.sectionOf(symbol).isPresent() == symbol.inSection(), symbol);
        if (symbol.inSection() && elf.type() == ElfObject.ET_REL) {
            long end = symbol.value() + symbol.size();
            Section section = elf.sections().get(symbol.sectionIndex());
            check(end >= symbol.value() && symbol.value() >= 0 && end <= section.size(), symbol);
        }
    }

    /** Millions of these are made, which is too many for a fluent assertion each. */
    private static void check(boolean holds, Object about) {
        if (!holds) {
            throw new AssertionError(about.toString());
        }
    }
}
