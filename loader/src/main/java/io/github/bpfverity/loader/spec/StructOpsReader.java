package io.github.bpfverity.loader.spec;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Relocation;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code .struct_ops} and its kin: variables whose members point to programs. */
final class StructOpsReader {
    private final ElfObject elf;
    private final Section section;
    private final @Nullable Btf btf;

    StructOpsReader(ElfObject elf, Section section, @Nullable Btf btf) {
        this.elf = elf;
        this.section = section;
        this.btf = btf;
    }

    void addTo(MapTable table) throws FormatException {
        if (section.size() == 0) {
            return;
        }
        ByteReader bytes = elf.reader(section);
        String name = section.name().startsWith("?") ? section.name().substring(1) : section.name();
        if (btf == null || !(btf.type(datasec(name)) instanceof BtfType.Datasec types)) {
            throw bytes.failAt(0, "struct_ops need BTF that describes them");
        }
        NavigableMap<Long, MapSpecBuilder> maps = new TreeMap<>();
        long end = 0;
        for (DatasecEntry entry : types.entries()) {
            if (entry.offset() < end) {
                throw bytes.failAt(entry.offset(), "%s overlaps the one before it", btf.name(entry.type()));
            }
            maps.put(entry.offset(), map(btf, entry, bytes));
            end = entry.offset() + entry.size();
        }
        addSlots(maps, bytes);
        maps.forEach((offset, map) -> table.addVariable(map.build(), section.index(), offset));
    }

    /** Named as the section in the completed types, or without a question mark that the compiler dropped. */
    private int datasec(String plain) {
        if (btf == null) {
            return 0;
        }
        return btf.find(BtfKind.DATASEC, BtfFixups.kernelName(section.name()))
                .orElseGet(() -> btf.find(BtfKind.DATASEC, plain).orElse(0));
    }

    private MapSpecBuilder map(Btf types, DatasecEntry entry, ByteReader bytes) throws FormatException {
        if (!(types.type(entry.type()) instanceof BtfType.Var variable)
                || types.kind(types.resolve(variable.type())) != BtfKind.STRUCT) {
            throw bytes.failAt(entry.offset(), "expected a variable of a struct type");
        }
        long size = types.sizeOf(variable.type()).orElse(0);
        if (size != entry.size()) {
            throw bytes.failAt(entry.offset(), "%s has %d bytes, its struct %d", variable.name(), entry.size(), size);
        }
        MapSpecBuilder map = new MapSpecBuilder(variable.name(), MapKind.STRUCT_OPS);
        map.type(MapType.STRUCT_OPS).maxEntries(1).autocreate(!section.name().startsWith("?"));
        map.keySize = Integer.BYTES;
        map.flags = section.name().endsWith(".link") ? MapSpec.LINK : 0;
        map.valueTypeId = types.resolve(variable.type());
        byte[] value =
                bytes.slice(entry.offset(), entry.size(), variable.name()).bytes(entry.size());
        map.valueSize = value.length;
        map.contents(value);
        return map;
    }

    /** Puts each relocation down as a member of the variable it lies in; what lies in none is nobody's. */
    private void addSlots(NavigableMap<Long, MapSpecBuilder> maps, ByteReader bytes) throws FormatException {
        for (Relocation relocation : elf.relocations(section)) {
            var before = maps.floorEntry(relocation.offset());
            if (before == null || relocation.offset() - before.getKey() >= before.getValue().valueSize) {
                continue;
            }
            Symbol symbol = elf.symbols().get(relocation.symbolIndex());
            if (symbol.type() != Symbol.STT_FUNC || !symbol.inSection()) {
                throw bytes.failAt(relocation.offset(), "%s is not a program of this object", symbol.name());
            }
            int member = (int) (relocation.offset() - before.getKey());
            before.getValue().slots.add(new MapSpec.Slot(member, symbol.name()));
        }
    }
}
