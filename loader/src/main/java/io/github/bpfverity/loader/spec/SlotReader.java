package io.github.bpfverity.loader.spec;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Relocation;
import io.github.bpfverity.elf.Symbol;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Reads the values that declarations in {@code .maps} give: pointers, which are left as relocations. */
final class SlotReader {
    private final ElfObject elf;
    private final String place;
    private final NavigableMap<Long, DeclaredMapReader.Declaration> byOffset = new TreeMap<>();

    /** Takes the maps of a section, of which no two overlap. */
    SlotReader(ElfObject elf, String place, List<DeclaredMapReader.Declaration> maps) {
        this.elf = elf;
        this.place = place;
        maps.forEach(map -> byOffset.put(map.offset(), map));
    }

    /** Adds what each relocation points to, to the map whose values it lies in. */
    void put(List<Relocation> relocations) throws FormatException {
        for (Relocation relocation : relocations) {
            var before = byOffset.floorEntry(relocation.offset());
            if (before == null || !before.getValue().contains(relocation.offset())) {
                throw fail(relocation, "relocation outside every map");
            }
            put(relocation, before.getValue());
        }
    }

    private void put(Relocation relocation, DeclaredMapReader.Declaration declaration) throws FormatException {
        long within = relocation.offset() - declaration.offset() - declaration.valuesOffset();
        if (declaration.valuesOffset() < 0 || within < 0 || within % DeclaredMapReader.SLOT_SIZE != 0) {
            throw fail(relocation, "relocation of map %s outside its values", declaration.map().name);
        }
        Symbol symbol = elf.symbols().get(relocation.symbolIndex());
        boolean programs = declaration.map().inner == null;
        if (programs != (symbol.type() == Symbol.STT_FUNC) || !symbol.inSection()) {
            throw fail(
                    relocation,
                    "map %s cannot hold %s, expected a %s",
                    declaration.map().name,
                    symbol.name(),
                    programs ? "program" : "map");
        }
        int index = (int) (within / DeclaredMapReader.SLOT_SIZE);
        declaration.map().slots.add(new MapSpec.Slot(index, symbol.name()));
    }

    private FormatException fail(Relocation relocation, String format, Object... values) {
        return new FormatException(place, relocation.offset(), format.formatted(values));
    }
}
