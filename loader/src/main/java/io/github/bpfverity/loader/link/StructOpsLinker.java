package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.EssentialName;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.loader.spec.MapKind;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.ProgramSpec;
import io.github.bpfverity.loader.spec.ProgramType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fits struct_ops maps to the kernel's structs: members are matched by name, programs learn which member they
 * implement.
 */
final class StructOpsLinker {
    private static final String VALUE_PREFIX = "bpf_struct_ops_";

    /** The kernel's side of one map: its struct, the value that wraps it, and where in the value the struct lies. */
    private record Target(TypeLookup.Found value, int structId, BtfType.Struct struct, int dataOffset) {}

    private final ObjectSpec object;
    private final TypeLookup types;
    private final Places places;
    private final Map<String, LinkedProgram.AttachId> attachIds = new HashMap<>();
    private final Map<String, Integer> members = new HashMap<>();

    StructOpsLinker(ObjectSpec object, TypeLookup types, Places places) {
        this.object = object;
        this.types = types;
        this.places = places;
    }

    /** Fits every struct_ops map that is to be created. */
    List<LinkedStructOps> link() {
        List<LinkedStructOps> linked = new ArrayList<>();
        for (MapSpec map : object.maps()) {
            if (map.kind() == MapKind.STRUCT_OPS && map.autocreate()) {
                linked.add(link(map));
            }
        }
        return linked;
    }

    /**
     * Whether a program is to be loaded. Those that maps name are if one of these maps is created, whatever their
     * section says.
     */
    boolean loads(ProgramSpec program) {
        boolean named = program.type() == ProgramType.STRUCT_OPS
                && object.maps().stream()
                        .filter(map -> map.kind() == MapKind.STRUCT_OPS)
                        .flatMap(map -> map.slots().stream())
                        .anyMatch(slot -> slot.target().equals(program.name()));
        return named ? members.containsKey(program.name()) : program.autoload();
    }

    /** A program with the index of the member it implements as expected attach type; others as they are. */
    ProgramSpec typed(ProgramSpec program) {
        Integer member = members.get(program.name());
        return member == null ? program : program.withExpectedAttachType(member);
    }

    /** The kernel's struct that a program is for. */
    LinkedProgram.AttachId attachId(ProgramSpec program) {
        LinkedProgram.AttachId id = attachIds.get(program.name());
        if (id == null) {
            throw places.fail(program.name(), program.section(), "no struct_ops variable names this program");
        }
        return id;
    }

    private LinkedStructOps link(MapSpec map) {
        Btf local = object.btf().orElseThrow(() -> places.fail("struct_ops without BTF"));
        if (!(local.type(map.valueTypeId()) instanceof BtfType.Struct struct)) {
            throw fail(map, "is not a struct");
        }
        Target target = target(map, struct.name());
        byte[] value = new byte[size(map, target)];
        Map<Integer, String> programs = new HashMap<>();
        map.slots().forEach(slot -> programs.put(slot.index(), slot.target()));
        List<LinkedStructOps.Slot> slots = new ArrayList<>();
        for (Member member : struct.members()) {
            fit(map, local, member, programs, target, value, slots);
        }
        return new LinkedStructOps(
                map.name(), target.value().id(), target.value().module(), value, List.copyOf(slots));
    }

    private int size(MapSpec map, Target target) {
        long size = target.value().btf().sizeOf(target.value().id()).orElse(0);
        if (size <= 0 || size > Integer.MAX_VALUE) {
            throw fail(map, "has a value of " + size + " bytes in the kernel");
        }
        return (int) size;
    }

    private Target target(MapSpec map, String localName) {
        String name = EssentialName.of(localName);
        Optional<TypeLookup.Found> found = types.find(BtfKind.STRUCT, VALUE_PREFIX + name);
        TypeLookup.Found value = found.orElseThrow(
                () -> fail(map, "is for struct " + name + ", which this kernel lets nobody implement"));
        BtfType.Struct wrapper = (BtfType.Struct) value.btf().type(value.id());
        for (Member member : wrapper.members()) {
            int id = value.btf().resolve(member.type());
            if (value.btf().type(id) instanceof BtfType.Struct struct
                    && struct.name().equals(name)) {
                return new Target(value, id, struct, (int) (member.bitOffset() / Byte.SIZE));
            }
        }
        throw fail(map, "has a value without struct " + name + " in the kernel");
    }

    private void fit(
            MapSpec map,
            Btf local,
            Member member,
            Map<Integer, String> programs,
            Target target,
            byte[] value,
            List<LinkedStructOps.Slot> slots) {
        int offset = (int) (member.bitOffset() / Byte.SIZE);
        int size = (int) local.sizeOf(member.type()).orElse(0);
        byte[] contents = map.contents() == null ? new byte[map.valueSize()] : map.contents();
        String program = programs.get(offset);
        int index = indexOf(target.struct(), member.name());
        if (index < 0) {
            requireDispensable(map, member, program, isZero(contents, offset, size));
            return;
        }
        Member kernelMember = target.struct().members().get(index);
        int kernelOffset = target.dataOffset() + (int) (kernelMember.bitOffset() / Byte.SIZE);
        if (program != null) {
            implement(program, index, target);
            slots.add(new LinkedStructOps.Slot(kernelOffset, program));
            return;
        }
        int kernelSize = (int) target.value().btf().sizeOf(kernelMember.type()).orElse(0);
        if (member.bitfieldSize() != 0 || kernelMember.bitfieldSize() != 0 || size != kernelSize) {
            throw fail(map, "has member " + member.name() + " of " + size + " bytes, the kernel's has " + kernelSize);
        }
        if (size > contents.length - offset || size > value.length - kernelOffset) {
            throw fail(map, "has member " + member.name() + " past the end of its struct");
        }
        System.arraycopy(contents, offset, value, kernelOffset, size);
    }

    /** A member that this kernel does not have may be a program that need not be loaded, or nothing. */
    private void requireDispensable(MapSpec map, Member member, @Nullable String program, boolean isZero) {
        if (program == null && !isZero) {
            throw fail(map, "sets member " + member.name() + ", which the kernel's struct does not have");
        }
        if (program != null
                && object.program(program).map(ProgramSpec::autoload).orElse(true)) {
            throw fail(
                    map,
                    "sets member " + member.name() + ", which the kernel's struct does not have; to do without, clear"
                            + " autoload of program " + program);
        }
    }

    private void implement(String program, int member, Target target) {
        attachIds.put(
                program,
                new LinkedProgram.AttachId(target.structId(), target.value().module()));
        Integer before = members.put(program, member);
        if (before != null && before != member) {
            throw places.fail("program " + program + " implements two different members of struct_ops");
        }
    }

    private static int indexOf(BtfType.Struct struct, String name) {
        for (int i = 0; i < struct.members().size(); i++) {
            if (!name.isEmpty() && struct.members().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isZero(byte[] bytes, int offset, int size) {
        for (int i = offset; i < offset + size && i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private LinkException fail(MapSpec map, String problem) {
        return places.fail("struct_ops " + map.name() + " " + problem);
    }
}
