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
        for (Section section : elf.sections()) {
            useSection(elf, section);
        }
        elf.symbols().forEach(symbol -> useSymbol(elf, symbol));
        elf.dynamicSymbols().forEach(symbol -> useSymbol(elf, symbol));
        return elf;
    }

    private static void useSection(ElfObject elf, Section section) {
        assertThat(section.size()).isNotNegative();
        for (Relocation relocation : elf.relocations(section)) {
            assertThat(relocation.offset()).isBetween(0L, section.size() - 1);
            assertThat(relocation.symbolIndex()).isBetween(0, elf.symbols().size() - 1);
        }
        boolean readable = section.hasBytes() && !section.has(Section.SHF_COMPRESSED);
        try {
            ByteReader reader = elf.reader(section);
            assertThat(readable).isTrue();
            assertThat(reader.size()).isEqualTo((int) section.size());
        } catch (FormatException e) {
            assertThat(readable).as(e.getMessage()).isFalse();
        }
    }

    private static void useSymbol(ElfObject elf, Symbol symbol) {
        assertThat(elf.sectionOf(symbol).isPresent()).isEqualTo(symbol.inSection());
        if (symbol.inSection() && elf.type() == ElfObject.ET_REL) {
            long end = symbol.value() + symbol.size();
            assertThat(end)
                    .isBetween(
                            symbol.value(),
                            elf.sections().get(symbol.sectionIndex()).size());
        }
    }
}
