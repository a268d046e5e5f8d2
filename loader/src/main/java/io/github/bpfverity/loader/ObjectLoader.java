package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.link.LinkedObject;
import io.github.bpfverity.loader.link.LinkedProgram;
import io.github.bpfverity.loader.link.LinkedStructOps;
import io.github.bpfverity.loader.spec.MapKind;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes one linked object into the kernel: type information, maps, programs, in that order. */
final class ObjectLoader {
    private final Host host;
    private final Path pinDirectory;
    private final Map<String, Program> targets;
    private final Tokens tokens;

    ObjectLoader(Host host, Path pinDirectory, Map<String, Program> targets, Tokens tokens) {
        this.host = host;
        this.pinDirectory = pinDirectory;
        this.targets = targets;
        this.tokens = tokens;
    }

    /**
     * Loads it all, or closes what there is and throws. A process that may not is asked for once more with a token,
     * if there is one.
     */
    LoadedObject load(LinkedObject linked) {
        requireNativeOrder(linked.spec());
        try {
            return load(linked, null);
        } catch (BpfCallException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            try (Fd token = tokens.open()) {
                if (token == null) {
                    throw e;
                }
                return load(linked, token);
            }
        }
    }

    private LoadedObject load(LinkedObject linked, @Nullable Fd token) {
        ObjectSpec spec = linked.spec();
        try (Resources resources = new Resources();
                ModuleBtfs modules = new ModuleBtfs(host.kernel())) {
            ObjectBtf btf = resources.add(ObjectBtf.load(host.kernel(), linked.btf(), token));
            MapLoader mapLoader = new MapLoader(host, btf, modules, pinDirectory, token);
            Map<String, BpfMap> maps = createMaps(linked, mapLoader, resources);
            ProgramLoader programLoader = new ProgramLoader(host, spec, btf, maps, modules, targets, token);
            Map<String, Program> programs = loadPrograms(linked, programLoader, resources);
            fillSlots(linked, maps, programs);
            Map<String, StructOps> structOps = structOps(linked, maps, programs);
            return new LoadedObject(spec, maps, programs, structOps, resources.handOver());
        } catch (VerifierException e) {
            throw e;
        } catch (BpfCallException e) {
            throw e.within(spec.name());
        }
    }

    private static void requireNativeOrder(ObjectSpec spec) {
        if (spec.order() != ByteOrder.nativeOrder()) {
            throw new BpfException("%s: a %s object cannot be loaded on this %s machine"
                    .formatted(spec.name(), spec.order(), ByteOrder.nativeOrder()));
        }
    }

    private static Map<String, BpfMap> createMaps(LinkedObject linked, MapLoader loader, Resources resources) {
        Map<String, LinkedStructOps> structs = new HashMap<>();
        linked.structOps().forEach(struct -> structs.put(struct.map(), struct));
        Map<String, BpfMap> maps = new LinkedHashMap<>();
        for (MapSpec map : linked.maps()) {
            if (map.autocreate()) {
                LinkedStructOps struct = structs.get(map.name());
                maps.put(map.name(), resources.add(struct == null ? loader.create(map) : loader.create(map, struct)));
            }
        }
        return maps;
    }

    private static Map<String, Program> loadPrograms(LinkedObject linked, ProgramLoader loader, Resources resources) {
        Map<String, Program> programs = new LinkedHashMap<>();
        for (LinkedProgram program : linked.programs()) {
            programs.put(program.spec().name(), resources.add(loader.load(program)));
        }
        return programs;
    }

    /** Inner maps and tail-call targets that the declaration gives, now that all of them exist. */
    private static void fillSlots(LinkedObject linked, Map<String, BpfMap> maps, Map<String, Program> programs) {
        for (MapSpec spec : linked.maps()) {
            BpfMap map = maps.get(spec.name());
            if (map == null || spec.kind() == MapKind.STRUCT_OPS) {
                continue;
            }
            for (MapSpec.Slot slot : spec.slots()) {
                Fd target = slotTarget(slot.target(), maps, programs);
                if (target == null) {
                    throw new BpfException("%s: map %s names %s, which is not loaded"
                            .formatted(linked.spec().name(), spec.name(), slot.target()));
                }
                map.put(Native.bytes(slot.index()), Native.bytes(target.value()));
            }
        }
    }

    private Map<String, StructOps> structOps(
            LinkedObject linked, Map<String, BpfMap> maps, Map<String, Program> programs) {
        Map<String, StructOps> all = new LinkedHashMap<>();
        for (LinkedStructOps struct : linked.structOps()) {
            BpfMap map = maps.get(struct.map());
            boolean byLink = linked.spec()
                    .map(struct.map())
                    .filter(spec -> (spec.flags() & MapSpec.LINK) != 0)
                    .isPresent();
            if (map != null) {
                all.put(struct.map(), new StructOps(host, map, StructOps.value(struct, programs), byLink));
            }
        }
        return all;
    }

    private static @Nullable Fd slotTarget(String name, Map<String, BpfMap> maps, Map<String, Program> programs) {
        BpfMap map = maps.get(name);
        if (map != null) {
            return map.fd();
        }
        Program program = programs.get(name);
        return program == null ? null : program.fd();
    }
}
