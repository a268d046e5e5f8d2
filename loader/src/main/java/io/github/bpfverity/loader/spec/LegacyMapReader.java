package io.github.bpfverity.loader.spec;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads {@code maps}, where maps were declared by value before BTF: structs that begin with type, key size, value
 * size and maximum entries, 32 bits each, and mostly go on with flags. What tools put after that differs, and is
 * passed over with a warning.
 */
final class LegacyMapReader {
    private static final int WITHOUT_FLAGS = 16;
    private static final int WITH_FLAGS = 20;

    private final ElfObject elf;
    private final Section section;
    private final List<String> warnings;

    LegacyMapReader(ElfObject elf, Section section, List<String> warnings) {
        this.elf = elf;
        this.section = section;
        this.warnings = warnings;
    }

    void addTo(MapTable table) throws FormatException {
        List<Symbol> symbols = symbols();
        if (symbols.isEmpty()) {
            return;
        }
        ByteReader bytes = elf.reader(section);
        int size = bytes.size() / symbols.size();
        if (size * symbols.size() != bytes.size() || size < WITHOUT_FLAGS) {
            throw bytes.failAt(
                    0, "%d bytes for %d maps, expected as many, 16 or more, for each", bytes.size(), symbols.size());
        }
        for (Symbol symbol : symbols) {
            ByteReader definition = bytes.slice(symbol.value(), size, symbol.name());
            table.addVariable(map(symbol.name(), definition), section.index(), symbol.value());
        }
        warnings.add("section " + section.name() + " is of the old style, without types; .maps replaces it");
    }

    private List<Symbol> symbols() {
        List<Symbol> symbols = new ArrayList<>();
        for (Symbol symbol : elf.symbols()) {
            boolean variable = symbol.type() == Symbol.STT_OBJECT || symbol.type() == Symbol.STT_NOTYPE;
            if (variable && symbol.sectionIndex() == section.index() && symbol.binding() != Symbol.STB_LOCAL) {
                symbols.add(symbol);
            }
        }
        symbols.sort(Comparator.comparingLong(Symbol::value));
        return symbols;
    }

    private MapSpec map(String name, ByteReader definition) throws FormatException {
        MapSpecBuilder map = new MapSpecBuilder(name, MapKind.LEGACY).type(definition.s32());
        map.keySize = definition.s32();
        map.valueSize = definition.s32();
        map.maxEntries = definition.s32();
        if (definition.size() >= WITH_FLAGS) {
            map.flags = definition.s32();
        }
        while (definition.remaining() > 0) {
            if (definition.u8() != 0) {
                warnings.add("map " + name + ": attributes past the first five are not understood");
                break;
            }
        }
        return map.build();
    }
}
