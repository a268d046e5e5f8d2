package io.github.bpfverity.loader.spec;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Finds the global variables in data sections: their places from symbols, their types from BTF. */
final class VariableReader {
    private final ElfObject elf;
    private final @Nullable Btf btf;
    private final MapTable maps;
    private final Map<Integer, Map<Long, Integer>> typesBySection = new HashMap<>();

    VariableReader(ElfObject elf, @Nullable Btf btf, MapTable maps) {
        this.elf = elf;
        this.btf = btf;
        this.maps = maps;
    }

    /** All variables, by map and then by place. */
    List<VariableSpec> read() {
        List<List<VariableSpec>> byMap = new ArrayList<>();
        maps.maps().forEach(map -> byMap.add(new ArrayList<>()));
        for (Symbol symbol : elf.symbols()) {
            OptionalInt map = symbol.type() == Symbol.STT_OBJECT && symbol.inSection()
                    ? maps.holding(symbol.sectionIndex())
                    : OptionalInt.empty();
            if (map.isPresent()) {
                byMap.get(map.getAsInt()).add(variable(symbol, map.getAsInt()));
            }
        }
        List<VariableSpec> all = new ArrayList<>();
        for (List<VariableSpec> variables : byMap) {
            variables.sort(Comparator.comparingInt(VariableSpec::offset));
            all.addAll(variables);
        }
        return List.copyOf(all);
    }

    private VariableSpec variable(Symbol symbol, int map) {
        MapSpec spec = maps.maps().get(map);
        Map<Long, Integer> types = typesBySection.computeIfAbsent(spec.valueTypeId(), this::types);
        int type = types.getOrDefault(symbol.value(), 0);
        return new VariableSpec(symbol.name(), spec.name(), (int) symbol.value(), (int) symbol.size(), type);
    }

    private Map<Long, Integer> types(int datasec) {
        Map<Long, Integer> types = new HashMap<>();
        if (btf != null && btf.type(datasec) instanceof BtfType.Datasec section) {
            for (DatasecEntry entry : section.entries()) {
                if (btf.type(entry.type()) instanceof BtfType.Var variable) {
                    types.put(entry.offset(), variable.type());
                }
            }
        }
        return types;
    }
}
