package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.CoreAccess;
import io.github.bpfverity.btf.CoreRelocation;
import io.github.bpfverity.bytes.FormatException;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells what is in an object, from its file alone. */
public final class InspectObject implements ObjectTask {
    private static final int INSTRUCTION_SIZE = 8;

    @Override
    public ObjectReport run(Path file) {
        ObjectSpec object = ObjectFiles.read(file);
        Map<String, Object> facts = Facts.of(
                "byteOrder", object.order() == ByteOrder.BIG_ENDIAN ? "big" : "little",
                "license", object.license(),
                "programs", Facts.each(object.programs(), InspectObject::program),
                "maps", Facts.each(object.maps(), InspectObject::map),
                "variables", Facts.each(object.variables(), variable -> variable(object, variable)),
                "externs", Facts.each(object.externs(), extern -> extern(object, extern)),
                "coreRelocations", coreRelocations(object));
        return new ObjectReport(facts, object.warnings());
    }

    private static Map<String, Object> program(ProgramSpec program) {
        return Facts.of(
                "name", program.name(),
                "section", program.section(),
                "type", ProgramType.name(program.type()),
                "attachTarget", program.attachTarget(),
                "sleepable", program.sleepable(),
                "autoload", program.autoload(),
                "instructions", program.instructionCount());
    }

    private static Map<String, Object> map(MapSpec map) {
        return Facts.of(
                "name", map.name(),
                "symbol", map.symbol(),
                "type", MapType.name(map.type()),
                "keySize", Integer.toUnsignedLong(map.keySize()),
                "valueSize", Integer.toUnsignedLong(map.valueSize()),
                "maxEntries", Integer.toUnsignedLong(map.maxEntries()),
                "flags", Integer.toUnsignedLong(map.flags()),
                "pinning", lowerCase(map.pinning()));
    }

    private static Map<String, Object> variable(ObjectSpec object, VariableSpec variable) {
        return Facts.of(
                "name", variable.name(),
                "map", variable.map(),
                "offset", variable.offset(),
                "size", variable.size(),
                "type", typeName(object, variable.typeId()));
    }

    private static Map<String, Object> extern(ObjectSpec object, ExternSpec extern) {
        return Facts.of(
                "name", extern.name(),
                "kind", lowerCase(extern.kind()),
                "weak", extern.weak(),
                "type", typeName(object, extern.typeId()));
    }

    private static String typeName(ObjectSpec object, int type) {
        return type == 0 ? "" : object.btf().map(btf -> TypeName.of(btf, type)).orElse("");
    }

    private static List<Map<String, Object>> coreRelocations(ObjectSpec object) {
        List<Map<String, Object>> all = new ArrayList<>();
        object.btf()
                .ifPresent(btf -> object.code()
                        .sections()
                        .forEach(section -> object.btfExt()
                                .coreRelocations(section.name())
                                .forEach(relocation -> all.add(coreRelocation(section.name(), relocation, btf)))));
        return all;
    }

    private static Map<String, Object> coreRelocation(String section, CoreRelocation relocation, Btf btf) {
        return Facts.of(
                "section",
                section,
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
