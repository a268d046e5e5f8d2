package io.github.bpfverity.parsertests.fuzz;

import static io.github.bpfverity.parsertests.fuzz.Promise.check;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfExt;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.CoreRelocation;
import io.github.bpfverity.btf.FuncInfo;
import io.github.bpfverity.btf.LineInfo;
import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Relocation;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.loader.link.LinkedObject;
import io.github.bpfverity.loader.link.LinkedProgram;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.util.Arrays;

/** Uses of a model to its end: what was parsed is whole, so that nothing here can fail. */
final class Uses {
    /** What stands in a text for bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\ufffd';

    private Uses() {}

    static void use(ElfObject elf) {
        for (Section section : elf.sections()) {
            for (Relocation relocation : elf.relocations(section)) {
                check(Long.compareUnsigned(relocation.offset(), section.size()) < 0, relocation);
                check(relocation.symbolIndex() < elf.symbols().size(), relocation);
            }
            useBytes(elf, section);
        }
        elf.symbols().forEach(symbol -> check(elf.sectionOf(symbol).isPresent() == symbol.inSection(), symbol));
        elf.dynamicSymbols().forEach(elf::sectionOf);
    }

    private static void useBytes(ElfObject elf, Section section) {
        boolean readable = section.hasBytes() && !section.has(Section.SHF_COMPRESSED);
        try {
            ByteReader bytes = elf.reader(section);
            check(readable && bytes.size() == section.size(), section);
        } catch (FormatException e) {
            check(!readable, e);
        }
    }

    static void use(Btf btf) {
        for (int id = btf.firstId(); id < btf.typeCount(); id++) {
            check(btf.type(id).kind() == btf.kind(id), id);
            BtfKind behind = btf.kind(btf.resolve(id));
            check(!behind.isModifier(), id);
            check(btf.sizeOf(id).orElse(0) >= 0 && btf.alignOf(id) > 0, id);
            checkName(btf, id, btf.name(id));
        }
        byte[] again = btf.encode();
        try {
            ByteReader file = ByteReader.of(again, btf.order(), Inputs.NAME);
            Btf copy = btf.base().isPresent() ? Btf.parseSplit(file, btf.base().get()) : Btf.parse(file);
            check(Arrays.equals(copy.encode(), again), "encoding changes what it encodes");
        } catch (FormatException e) {
            throw new AssertionError("what was parsed does not parse again", e);
        }
    }

    /** A name is found again, unless it is none or has bytes that are not UTF-8 and so cannot be asked for. */
    private static void checkName(Btf btf, int id, String name) {
        boolean askable = !name.isEmpty() && name.indexOf(REPLACEMENT) < 0;
        check(!askable || Arrays.binarySearch(btf.idsNamed(name), id) >= 0, name);
    }

    static void use(BtfExt ext, Btf btf) {
        for (String section : ext.sections()) {
            for (FuncInfo function : ext.functions(section)) {
                check(btf.kind(function.typeId()) == BtfKind.FUNC, function);
            }
            for (LineInfo line : ext.lines(section)) {
                check(btf.string(line.fileNameOffset()) != null && btf.string(line.lineOffset()) != null, line);
            }
            for (CoreRelocation relocation : ext.coreRelocations(section)) {
                check(relocation.typeId() < btf.typeCount(), relocation);
            }
        }
    }

    static void use(ObjectSpec spec) {
        spec.programs().forEach(program -> check(spec.program(program.name()).isPresent(), program));
        spec.maps().forEach(map -> check(spec.map(map.name()).isPresent(), map));
        spec.variables().forEach(variable -> check(spec.map(variable.map()).isPresent(), variable));
        spec.btf().ifPresent(btf -> use(spec.btfExt(), btf));
    }

    static void use(LinkedObject object) {
        for (LinkedProgram program : object.programs()) {
            int length = program.code().length;
            program.mapReferences().forEach(reference -> check(reference.instruction() < length, reference));
            program.moduleReferences().forEach(reference -> check(reference.instruction() < length, reference));
            program.poisons().keySet().forEach(instruction -> check(instruction < length, instruction));
            for (int instruction = 0; instruction < length; instruction++) {
                program.sourceLine(instruction);
            }
        }
    }
}
