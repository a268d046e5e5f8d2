package io.github.bpfverity.loader.spec;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.loader.insn.Insn;
import java.util.ArrayList;
import java.util.List;

/** Reads the sections of code: instructions, functions, and what the instructions refer to. */
final class CodeReader {
    private record Raw(Section section, ByteReader bytes, long[] code) {}

    private final ElfObject elf;
    private final List<Raw> sections = new ArrayList<>();
    private final FunctionTable functions;

    /** Reads instructions and functions; references follow with {@link #resolve}, once the maps are known. */
    CodeReader(ElfObject elf) throws FormatException {
        this.elf = elf;
        this.functions = new FunctionTable(elf);
        for (Section section : elf.sections()) {
            if (SectionKind.of(section) == SectionKind.CODE) {
                add(section);
            }
        }
    }

    List<Function> functions() {
        return functions.functions();
    }

    private void add(Section section) throws FormatException {
        ByteReader bytes = elf.reader(section);
        if (bytes.size() == 0 && !section.name().equals(ProgramReader.SUBPROGRAMS)) {
            throw bytes.failAt(0, "no instructions, expected a program"); // compilers leave .text empty
        }
        if (bytes.size() % Insn.SIZE != 0) {
            throw bytes.failAt(
                    bytes.size() / Insn.SIZE * Insn.SIZE, "%d bytes are no whole number of instructions", bytes.size());
        }
        functions.add(section, sections.size(), bytes);
        sections.add(new Raw(section, bytes, Insn.decode(bytes.bytes(bytes.size()), elf.order())));
    }

    /** The code with all references resolved. */
    ObjectCode resolve(MapTable maps, List<SymbolicExtern> externs) throws FormatException {
        List<Function> all = functions();
        List<CodeSection> unresolved = new ArrayList<>();
        for (Raw raw : sections) {
            unresolved.add(new CodeSection(raw.section().index(), raw.section().name(), raw.code(), List.of()));
        }
        ReferenceReader reader = new ReferenceReader(elf, new ObjectCode(unresolved, all), maps, externs);
        List<CodeSection> resolved = new ArrayList<>();
        for (Raw raw : sections) {
            List<Reference> references = reader.read(raw.section(), resolved.size(), raw.bytes());
            resolved.add(new CodeSection(raw.section().index(), raw.section().name(), raw.code(), references));
        }
        return new ObjectCode(List.copyOf(resolved), all);
    }
}
