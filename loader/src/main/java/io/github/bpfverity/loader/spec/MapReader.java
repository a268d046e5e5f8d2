package io.github.bpfverity.loader.spec;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes maps of the sections that declare maps or hold data. */
final class MapReader {
    private final ElfObject elf;
    private final @Nullable Btf btf;
    private final List<SymbolicExtern> externs;
    private final List<String> warnings;
    private final String objectName;
    private final MapTable table = new MapTable();
    /** The types of data sections by name, and whether their variables are exported: asked for each section. */
    private final Map<String, Integer> datasecs = new HashMap<>();

    private final Map<Integer, Boolean> exported = new HashMap<>();

    MapReader(ElfObject elf, @Nullable Btf btf, List<SymbolicExtern> externs, List<String> warnings) {
        this.elf = elf;
        this.btf = btf;
        this.externs = externs;
        this.warnings = warnings;
        this.objectName = MapNames.objectName(elf.name());
        for (int id = 1; btf != null && id < btf.typeCount(); id++) {
            if (btf.kind(id) == BtfKind.DATASEC) {
                datasecs.putIfAbsent(btf.name(id), id);
            }
        }
    }

    /** All maps: declared ones, data sections, configuration values, struct_ops. */
    MapTable read() throws FormatException {
        for (Section section : elf.sections()) {
            switch (SectionKind.of(section)) {
                case DECLARED_MAPS -> addDeclared(section);
                case LEGACY_MAPS -> new LegacyMapReader(elf, section, warnings).addTo(table);
                default -> {}
            }
        }
        for (Section section : elf.sections()) {
            addData(section);
        }
        addConfiguration();
        for (Section section : elf.sections()) {
            switch (SectionKind.of(section)) {
                case STRUCT_OPS -> new StructOpsReader(elf, section, btf).addTo(table);
                case ARENA -> addArena(section);
                default -> {}
            }
        }
        distinguishNames();
        return table;
    }

    /**
     * Instructions, variables and pins name a map, and only one can be meant. Static variables of different files that
     * were linked to one object may share a name: those after the first get a number.
     */
    private void distinguishNames() {
        List<MapSpec> maps = table.maps();
        Set<String> given = maps.stream().map(MapSpec::name).collect(Collectors.toSet());
        Map<String, Integer> numbers = new HashMap<>();
        for (int index = 0; index < maps.size(); index++) {
            String name = maps.get(index).name();
            int number = numbers.merge(name, 1, Integer::sum);
            if (number == 1) {
                continue;
            }
            if (number == 2) {
                warnings.add("map " + name + " is there more than once: those after the first get a number");
            }
            while (!given.add(name + "." + number)) {
                number = numbers.merge(name, 1, Integer::sum);
            }
            maps.set(index, maps.get(index).withName(name + "." + number));
        }
    }

    private void addDeclared(Section section) throws FormatException {
        if (section.size() == 0) {
            return;
        }
        String place = elf.name() + ":" + section.name();
        Optional<BtfType.Datasec> types = datasec(section.name());
        if (btf == null || types.isEmpty()) {
            throw new FormatException(place, 0, "maps are declared here but the object has no BTF that describes them");
        }
        var declarations = new DeclaredMapReader(btf, place).read(types.get(), section.size());
        new SlotReader(elf, place, declarations).put(elf.relocations(section));
        for (DeclaredMapReader.Declaration declaration : declarations) {
            table.addVariable(declaration.map().build(), section.index(), declaration.offset());
        }
    }

    private void addData(Section section) throws FormatException {
        switch (SectionKind.of(section)) {
            case DATA -> addData(section, MapKind.DATA);
            case RODATA -> addData(section, MapKind.RODATA);
            case BSS -> addData(section, MapKind.BSS);
            default -> {}
        }
    }

    private void addData(Section section, MapKind kind) throws FormatException {
        if (section.size() == 0) {
            return;
        }
        if (section.size() > Integer.MAX_VALUE) {
            throw new FormatException(
                    elf.name() + ":" + section.name(), 0, "%d bytes do not fit a map".formatted(section.size()));
        }
        MapSpecBuilder map = dataMap(section.name(), kind, (int) section.size());
        if (kind != MapKind.BSS) {
            ByteReader bytes = elf.reader(section);
            map.contents(bytes.bytes(bytes.size()));
        }
        table.addSection(map.build(), section.index());
    }

    private void addConfiguration() {
        int size = 0;
        for (SymbolicExtern extern : externs) {
            if (extern.spec().kind() == ExternSpec.Kind.KCONFIG) {
                size = Math.max(size, extern.spec().offset() + extern.spec().size());
            }
        }
        if (size > 0) {
            table.add(dataMap(ExternReader.KCONFIG, MapKind.KCONFIG, size).build());
        }
    }

    private MapSpecBuilder dataMap(String section, MapKind kind, int size) {
        MapSpecBuilder map = new MapSpecBuilder(MapNames.ofSection(objectName, section), kind);
        map.symbol(section).type(MapType.ARRAY).maxEntries(1);
        map.keySize = Integer.BYTES;
        map.valueSize = size;
        map.valueTypeId = datasecId(section);
        map.flags = (kind.isReadOnly() ? MapSpec.READ_ONLY_PROGRAM : 0)
                | (exported.computeIfAbsent(map.valueTypeId, this::hasExportedVariable) ? MapSpec.MMAPABLE : 0);
        return map;
    }

    /** Sections of static variables alone are nobody's business but the program's, and are not mapped. */
    private boolean hasExportedVariable(int datasecId) {
        if (btf == null || !(btf.type(datasecId) instanceof BtfType.Datasec section)) {
            return false;
        }
        for (DatasecEntry entry : section.entries()) {
            if (btf.type(entry.type()) instanceof BtfType.Var variable && variable.linkage() != BtfType.Var.STATIC) {
                return true;
            }
        }
        return false;
    }

    private void addArena(Section section) throws FormatException {
        if (section.size() == 0) {
            return;
        }
        for (int index = 0; index < table.maps().size(); index++) {
            MapSpec map = table.maps().get(index);
            if (map.type() == MapType.ARENA) {
                ByteReader bytes = elf.reader(section);
                table.maps().set(index, map.withContents(bytes.bytes(bytes.size())));
                table.alsoHolds(index, section.index());
                return;
            }
        }
        throw new FormatException(
                elf.name() + ":" + section.name(), 0, "variables of an arena, but .maps declares no arena map");
    }

    private Optional<BtfType.Datasec> datasec(String name) {
        int id = datasecId(name);
        return btf != null && btf.type(id) instanceof BtfType.Datasec section ? Optional.of(section) : Optional.empty();
    }

    private int datasecId(String name) {
        return datasecs.getOrDefault(name, 0);
    }
}
