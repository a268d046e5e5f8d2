package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.CoreAccess;
import io.github.bpfverity.btf.CoreRelocation;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.bytes.Printable;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.loader.spec.ExternSpec;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.MapType;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.ProgramSpec;
import io.github.bpfverity.loader.spec.ProgramType;
import io.github.bpfverity.loader.spec.VariableSpec;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tells what is in an object, from its file alone. */
public final class InspectObject implements ObjectTask {
    private static final int INSTRUCTION_SIZE = 8;

    private record Placed(String section, CoreRelocation relocation) {}

    private final InspectOptions options;

    /** Inspects as the options say. */
    public InspectObject(InspectOptions options) {
        this.options = options;
    }

    @Override
    public ObjectReport run(Path file) {
        if (options.types() && ObjectFiles.isBareBtf(file)) {
            Btf btf = ObjectFiles.readBtf(file);
            return new ObjectReport(Facts.of("byteOrder", name(btf.order()), "types", TypeFacts.of(btf)), List.of());
        }
        ElfObject elf = ObjectFiles.readElf(file);
        ObjectSpec object = ObjectFiles.spec(file, elf);
        Map<String, Object> facts = facts(object);
        if (options.elf()) {
            var parts = new ElfFacts(elf);
            facts.put("sections", parts.sections());
            facts.put("symbols", parts.symbols());
            facts.put("relocations", parts.relocations());
        }
        if (options.types()) {
            facts.put("types", ObjectFiles.types(file, elf).map(TypeFacts::of).orElse(List.of()));
        }
        return new ObjectReport(facts, object.warnings());
    }

    private static Map<String, Object> facts(ObjectSpec object) {
        return Facts.of(
                "byteOrder", name(object.order()),
                "license", Printable.cut(object.license()),
                "programs", Facts.lazily(object.programs(), InspectObject::program),
                "maps", Facts.lazily(object.maps(), InspectObject::map),
                "variables", Facts.lazily(object.variables(), variable -> variable(object, variable)),
                "externs", Facts.lazily(object.externs(), extern -> extern(object, extern)),
                "coreRelocations", coreRelocations(object));
    }

    private static String name(ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? "big" : "little";
    }

    private static Map<String, Object> program(ProgramSpec program) {
        return Facts.of(
                "name", Printable.cut(program.name()),
                "section", Printable.cut(program.section()),
                "type", ProgramType.name(program.type()),
                "attachTarget", Printable.cut(program.attachTarget()),
                "sleepable", program.sleepable(),
                "autoload", program.autoload(),
                "instructions", program.instructionCount());
    }

    private static Map<String, Object> map(MapSpec map) {
        return Facts.of(
                "name", Printable.cut(map.name()),
                "symbol", Printable.cut(map.symbol()),
                "type", MapType.name(map.type()),
                "keySize", Integer.toUnsignedLong(map.keySize()),
                "valueSize", Integer.toUnsignedLong(map.valueSize()),
                "maxEntries", Integer.toUnsignedLong(map.maxEntries()),
                "flags", Integer.toUnsignedLong(map.flags()),
                "pinning", lowerCase(map.pinning()));
    }

    private static Map<String, Object> variable(ObjectSpec object, VariableSpec variable) {
        return Facts.of(
                "name", Printable.cut(variable.name()),
                "map", Printable.cut(variable.map()),
                "offset", variable.offset(),
                "size", variable.size(),
                "type", typeName(object, variable.typeId()));
    }

    private static Map<String, Object> extern(ObjectSpec object, ExternSpec extern) {
        return Facts.of(
                "name", Printable.cut(extern.name()),
                "kind", lowerCase(extern.kind()),
                "weak", extern.weak(),
                "type", typeName(object, extern.typeId()));
    }

    private static String typeName(ObjectSpec object, int type) {
        return type == 0 ? "" : object.btf().map(btf -> TypeName.of(btf, type)).orElse("");
    }

    /** Sections may share a name, and what is said of their instructions goes by name. */
    private static List<Map<String, Object>> coreRelocations(ObjectSpec object) {
        Set<String> names = new LinkedHashSet<>();
        object.code().sections().forEach(section -> names.add(section.name()));
        List<Placed> all = new ArrayList<>();
        for (String name : names) {
            object.btfExt().coreRelocations(name).forEach(relocation -> all.add(new Placed(name, relocation)));
        }
        return Facts.lazily(all, placed -> coreRelocation(placed, object.btf().orElseThrow()));
    }

    private static Map<String, Object> coreRelocation(Placed placed, Btf btf) {
        CoreRelocation relocation = placed.relocation();
        return Facts.of(
                "section",
                Printable.cut(placed.section()),
                "instruction",
                relocation.insnOffset() / INSTRUCTION_SIZE,
                "kind",
                relocation.kind().label(),
                "subject",
                subject(relocation, btf));
    }

    private static String subject(CoreRelocation relocation, Btf btf) {
        try {
            return CoreAccess.of(btf, relocation).subject();
        } catch (FormatException e) {
            throw new IllegalStateException("checked when the object was read", e);
        }
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
