package io.github.bpfverity.loader.spec;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Relocation;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.spec.Reference.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds what the instructions of a section refer to, from its relocations and, for calls that stay in the section,
 * from the calls themselves. Relocations outside every function, left by overridden ones, are passed over.
 */
final class ReferenceReader {
    private final ElfObject elf;
    private final ObjectCode code;
    private final MapTable maps;
    private final Map<Integer, Integer> externBySymbol = new HashMap<>();

    ReferenceReader(ElfObject elf, ObjectCode code, MapTable maps, List<SymbolicExtern> externs) {
        this.elf = elf;
        this.code = code;
        this.maps = maps;
        for (int i = 0; i < externs.size(); i++) {
            externBySymbol.put(externs.get(i).symbol(), i);
        }
    }

    /** The references of one section, by instruction. */
    List<Reference> read(Section section, int place, ByteReader bytes) throws FormatException {
        CodeSection instructions = code.sections().get(place);
        boolean[] covered = coveredByFunctions(place, instructions, bytes);
        List<Reference> references = new ArrayList<>();
        for (Relocation relocation : elf.relocations(section)) {
            references.addAll(read(relocation, instructions, covered, bytes));
        }
        references.sort(Comparator.comparingInt(Reference::instruction));
        checkDistinct(references, bytes);
        addLocalCalls(references, place, instructions, bytes);
        return references;
    }

    /** Which instructions belong to functions; also checks that no wide load is cut in two. */
    private boolean[] coveredByFunctions(int place, CodeSection section, ByteReader bytes) throws FormatException {
        boolean[] covered = new boolean[section.size()];
        for (Function function : code.functionsIn(place)) {
            Arrays.fill(covered, function.first(), function.end(), true);
            for (int i = function.first(); i < function.end(); i++) {
                if (Insn.isWide(section.instruction(i)) && ++i == function.end()) {
                    throw bytes.failAt(
                            (long) (i - 1) * Insn.SIZE, "function %s ends within a 16-byte load", function.name());
                }
            }
        }
        return covered;
    }

    private List<Reference> read(Relocation relocation, CodeSection section, boolean[] covered, ByteReader bytes)
            throws FormatException {
        int index = (int) (relocation.offset() / Insn.SIZE);
        if (relocation.offset() % Insn.SIZE != 0) {
            throw bytes.failAt(relocation.offset(), "relocation within an instruction");
        }
        if (!covered[index]) {
            return List.of();
        }
        long insn = section.instruction(index);
        Symbol symbol = elf.symbols().get(relocation.symbolIndex());
        if (Insn.opcode(insn) == Insn.CALL) {
            return List.of(call(index, insn, symbol, bytes));
        }
        if (Insn.isWide(insn)) {
            return List.of(address(index, insn, symbol, bytes));
        }
        throw fail(
                bytes,
                index,
                "relocation against %s on an instruction that takes none (%s)",
                symbol.name(),
                Insn.toString(insn));
    }

    private Reference call(int index, long insn, Symbol symbol, ByteReader bytes) throws FormatException {
        if (Insn.src(insn) != Insn.PSEUDO_CALL) {
            throw fail(bytes, index, "relocation against %s on %s", symbol.name(), Insn.toString(insn));
        }
        if (symbol.isUndefined()) {
            return new Reference(index, Kind.EXTERN_CALL, extern(index, symbol, bytes), 0);
        }
        if (symbol.value() % Insn.SIZE != 0) {
            throw fail(bytes, index, "call to %s at unaligned offset 0x%x", symbol.name(), symbol.value());
        }
        long target = symbol.value() / Insn.SIZE + Insn.imm(insn) + 1;
        return new Reference(index, Kind.CALL, function(index, symbol.sectionIndex(), target, bytes), 0);
    }

    private Reference address(int index, long insn, Symbol symbol, ByteReader bytes) throws FormatException {
        if (symbol.isUndefined()) {
            return new Reference(index, Kind.EXTERN_ADDRESS, extern(index, symbol, bytes), 0);
        }
        if (!symbol.inSection()) {
            throw fail(bytes, index, "relocation against %s, which is in no section", symbol.name());
        }
        Section target = elf.sections().get(symbol.sectionIndex());
        long offset = symbol.value() + Insn.imm(insn);
        if (SectionKind.of(target) == SectionKind.CODE) {
            if (offset % Insn.SIZE != 0) {
                throw fail(bytes, index, "address of code at unaligned offset 0x%x", offset);
            }
            int function = function(index, target.index(), offset / Insn.SIZE, bytes);
            return new Reference(index, Kind.FUNCTION_ADDRESS, function, 0);
        }
        OptionalInt holder = maps.holding(target.index());
        if (holder.isPresent()) {
            return new Reference(index, Kind.MAP_VALUE, holder.getAsInt(), (int) offset);
        }
        return map(index, symbol, target, offset, bytes);
    }

    /** A map's own symbol is all there is to say; gcc 12 has its place in the instruction as well. */
    private Reference map(int index, Symbol symbol, Section target, long offset, ByteReader bytes)
            throws FormatException {
        long place = symbol.type() == Symbol.STT_SECTION ? offset : symbol.value();
        OptionalInt declared = maps.atVariable(target.index(), place);
        if (declared.isEmpty()) {
            String known = SectionKind.of(target) == SectionKind.OTHER
                    ? " and no variable: those are in .maps, and in .data, .rodata and .bss, or one of these and .NAME"
                    : "";
            throw fail(bytes, index, "%s is not a map%s", label(symbol, target, place), known);
        }
        return new Reference(index, Kind.MAP, declared.getAsInt(), 0);
    }

    /** Symbols of sections have no names of their own. */
    private static String label(Symbol symbol, Section section, long offset) {
        String place = "offset 0x" + Long.toHexString(offset) + " of section " + section.name();
        return symbol.name().isEmpty() ? place : symbol.name() + " at " + place;
    }

    private int extern(int index, Symbol symbol, ByteReader bytes) throws FormatException {
        Integer extern = externBySymbol.get(symbol.index());
        if (extern == null) {
            throw fail(bytes, index, "undefined symbol %s, which no BTF declares", symbol.name());
        }
        return extern;
    }

    private int function(int index, int section, long target, ByteReader bytes) throws FormatException {
        Optional<Function> function = code.functionAt(section, target);
        if (function.isEmpty()) {
            String name = section > 0 ? elf.sections().get(section).name() : "none";
            throw fail(bytes, index, "no function begins at instruction %d of section %s", target, name);
        }
        return function.get().index();
    }

    private static void checkDistinct(List<Reference> references, ByteReader bytes) throws FormatException {
        for (int i = 1; i < references.size(); i++) {
            if (references.get(i).instruction() == references.get(i - 1).instruction()) {
                throw fail(bytes, references.get(i).instruction(), "second relocation of one instruction");
            }
        }
    }

    /** Calls that stay in the section need no relocation: their immediate already counts from the call. */
    private void addLocalCalls(List<Reference> references, int place, CodeSection section, ByteReader bytes)
            throws FormatException {
        int relocated = references.size();
        int next = 0;
        for (Function function : code.functionsIn(place)) {
            for (int i = function.first(); i < function.end(); i++) {
                long insn = section.instruction(i);
                while (next < relocated && references.get(next).instruction() < i) {
                    next++;
                }
                boolean known = next < relocated && references.get(next).instruction() == i;
                if (Insn.isWide(insn)) {
                    i++;
                } else if (Insn.isLocalCall(insn) && !known) {
                    int target = function(i, section.elfIndex(), (long) i + Insn.imm(insn) + 1, bytes);
                    references.add(new Reference(i, Kind.CALL, target, 0));
                }
            }
        }
        if (references.size() > relocated) {
            references.sort(Comparator.comparingInt(Reference::instruction));
        }
    }

    private static FormatException fail(ByteReader bytes, int instruction, String format, Object... values) {
        return bytes.failAt((long) instruction * Insn.SIZE, format, values);
    }
}
