package io.github.bpfverity.elf;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfImage.Part;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a relocatable file says, as values that compare: to be written, read again and compared.
 *
 * @param symbols without the null symbol
 * @param relocations in the order of their targets
 * @param withAddends whether relocations are RELA
 */
record ElfModel(
        ByteOrder order,
        boolean extended,
        int machine,
        int flags,
        long entry,
        List<Data> sections,
        List<Symbol> symbols,
        List<Change> relocations,
        boolean withAddends) {

    /** A section of no special type; NOBITS if {@code content} is what it would have. */
    record Data(String name, int type, long flags, long align, ByteBuffer content) {
        Part part() {
            return type == Section.SHT_NOBITS
                    ? Part.nobits(name, content.capacity()).withFlags(flags).withAlignment(align)
                    : Part.of(name, type, flags, content.array()).withAlignment(align);
        }
    }

    /** A relocation and the index of the section it changes. */
    record Change(int target, Relocation relocation) {}

    ElfBytes write() {
        ElfImage image = ElfImage.bpf(order).header(ElfObject.ET_REL, machine, flags, entry);
        if (extended) {
            image.withExtendedNumbering();
        }
        sections.forEach(data -> image.section(data.part()));
        symbols.forEach(image::symbol);
        for (Change change : relocations) {
            Relocation r = change.relocation();
            if (withAddends) {
                image.relocation(change.target(), r.offset(), r.type(), r.symbolIndex(), r.addend());
            } else {
                image.relocation(change.target(), r.offset(), r.type(), r.symbolIndex());
            }
        }
        return image.build();
    }

    /** What the parser made of a file that {@link #write} wrote. */
    static ElfModel of(ElfObject elf) throws FormatException {
        List<Data> sections = new ArrayList<>();
        List<Change> relocations = new ArrayList<>();
        boolean extended = elf.section(".symtab_shndx").isPresent();
        boolean withAddends = false;
        for (Section section : elf.sections()) {
            if (ElfModels.isPlain(section.type())) {
                sections.add(data(elf, section));
            }
            withAddends |= section.type() == Section.SHT_RELA;
            elf.relocations(section).forEach(r -> relocations.add(new Change(section.index(), r)));
        }
        List<Symbol> symbols = elf.symbols().subList(1, elf.symbols().size());
        return new ElfModel(
                elf.order(),
                extended,
                elf.machine(),
                elf.flags(),
                elf.entry(),
                sections,
                symbols,
                relocations,
                withAddends);
    }

    private static Data data(ElfObject elf, Section s) throws FormatException {
        byte[] content = s.hasBytes() ? elf.reader(s).bytes(s.size()) : new byte[(int) s.size()];
        return new Data(s.name(), s.type(), s.flags(), s.alignment(), ByteBuffer.wrap(content));
    }
}
