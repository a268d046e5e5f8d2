package io.github.bpfverity.loader.spec;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Relocation;
import io.github.bpfverity.elf.Symbol;
import java.util.ArrayList;
import java.util.List;

/** Reads the values that declarations in {@code .maps} give: pointers, which are left as relocations. */
final class SlotReader {
    private final ElfObject elf;
    private final String place;

    SlotReader(ElfObject elf, String place) {
        this.elf = elf;
        this.place = place;
    }

    /** Adds what one relocation points to, to the map whose values it lies in. */
    void put(Relocation relocation, List<DeclaredMapReader.Declaration> maps) throws FormatException {
        for (DeclaredMapReader.Declaration map : maps) {
            if (map.contains(relocation.offset())) {
                put(relocation, map);
                return;
            }
        }
        throw fail(relocation, "relocation outside every map");
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
        List<MapSpec.Slot> slots = new ArrayList<>(declaration.map().slots);
        slots.add(new MapSpec.Slot((int) (within / DeclaredMapReader.SLOT_SIZE), symbol.name()));
        declaration.map().slots = slots;
    }

    private FormatException fail(Relocation relocation, String format, Object... values) {
        return new FormatException(place, relocation.offset(), format.formatted(values));
    }
}
