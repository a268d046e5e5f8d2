package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.MapInfo;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.ProgramSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object that is in the kernel already, opened by the names that its maps and programs have on a bpffs. */
final class PinnedObject {
    private final Host host;
    private final ObjectSpec spec;

    PinnedObject(Host host, ObjectSpec spec) {
        this.host = host;
        this.spec = spec;
    }

    /** Opens it all, or closes what there is and throws. */
    LoadedObject open(Map<String, Path> mapPins, Map<String, Path> programPins) {
        try (Resources resources = new Resources()) {
            Map<String, BpfMap> maps = new LinkedHashMap<>();
            for (MapSpec map : spec.maps()) {
                Path pin = mapPins.get(map.name());
                if (pin != null) {
                    maps.put(map.name(), resources.add(map(map, pin)));
                }
            }
            Map<String, Program> programs = new LinkedHashMap<>();
            for (ProgramSpec program : spec.programs()) {
                Path pin = programPins.get(program.name());
                if (pin != null) {
                    programs.put(program.name(), resources.add(program(program, pin)));
                }
            }
            return new LoadedObject(spec, maps, programs, Map.of(), resources.handOver());
        }
    }

    private BpfMap map(MapSpec map, Path pin) {
        Fd fd = host.kernel().openPinned(pin.toString(), 0);
        try {
            MapInfo info = MapInfo.of(host.kernel(), fd);
            if (info.type() != map.type() || info.keySize() != map.keySize() || info.valueSize() != map.valueSize()) {
                throw new BpfException("map %s: what is pinned at %s is laid out in another way than in %s"
                        .formatted(map.name(), pin, spec.name()));
            }
            return new BpfMap(host, fd, MapShape.of(info).named(map.name()));
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private Program program(ProgramSpec program, Path pin) {
        return new Program(host, host.kernel().openPinned(pin.toString(), 0), program.name(), program);
    }
}
