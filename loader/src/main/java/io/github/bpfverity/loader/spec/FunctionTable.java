package io.github.bpfverity.loader.spec;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import io.github.bpfverity.loader.insn.Insn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the functions in sections of code; stretches that no symbol covers, left by overridden ones, are skipped. */
final class FunctionTable {
    private static final Comparator<Symbol> BY_PLACE =
            Comparator.comparingLong(Symbol::value).thenComparingInt(Symbol::index);

    private final Map<Integer, List<Symbol>> symbols = new HashMap<>();
    private final List<Function> functions = new ArrayList<>();

    FunctionTable(ElfObject elf) {
        for (Symbol symbol : elf.symbols()) {
            if (symbol.type() == Symbol.STT_FUNC && symbol.inSection()) {
                symbols.computeIfAbsent(symbol.sectionIndex(), index -> new ArrayList<>())
                        .add(symbol);
            }
        }
    }

    /**
     * Adds the functions of one section; sections come in the file's order.
     *
     * @param place the section's place among sections of code
     */
    void add(Section section, int place, ByteReader bytes) throws FormatException {
        List<Symbol> found = new ArrayList<>(symbols.getOrDefault(section.index(), List.of()));
        found.sort(BY_PLACE);
        long end = 0;
        for (Symbol symbol : found) {
            check(symbol, end, bytes);
            functions.add(function(symbol, place));
            end = symbol.value() + symbol.size();
        }
    }

    List<Function> functions() {
        return List.copyOf(functions);
    }

    private Function function(Symbol symbol, int place) {
        boolean global = symbol.binding() != Symbol.STB_LOCAL;
        boolean hidden =
                global && (symbol.visibility() == Symbol.STV_HIDDEN || symbol.visibility() == Symbol.STV_INTERNAL);
        return new Function(
                functions.size(),
                symbol.name(),
                place,
                (int) (symbol.value() / Insn.SIZE),
                (int) (symbol.size() / Insn.SIZE),
                global,
                hidden);
    }

    private static void check(Symbol symbol, long end, ByteReader bytes) throws FormatException {
        if (symbol.value() % Insn.SIZE != 0) {
            throw bytes.failAt(symbol.value(), "function %s does not begin at a multiple of 8 bytes", symbol.name());
        }
        if (symbol.size() == 0 || symbol.size() % Insn.SIZE != 0) {
            throw bytes.failAt(
                    symbol.value(),
                    "function %s has %d bytes, expected a multiple of 8 other than 0",
                    symbol.name(),
                    symbol.size());
        }
        if (symbol.value() < end) {
            throw bytes.failAt(
                    symbol.value(), "function %s overlaps the one before it, which ends at 0x%x", symbol.name(), end);
        }
    }
}
