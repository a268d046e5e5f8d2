package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.MapInfo;
import io.github.bpfverity.loader.spec.MapSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Maps that live on under their names on a bpffs, shared by whoever loads an object that declares them. */
final class PinnedMaps {
    private final Host host;
    private final Path directory;

    PinnedMaps(Host host, Path directory) {
        this.host = host;
        this.directory = directory;
    }

    /** The map of this name if there is one, else a new one, which then has the name. */
    BpfMap open(MapSpec spec, Function<MapSpec, BpfMap> create) {
        Path path = directory.resolve(spec.name());
        Optional<BpfMap> existing = existing(path, spec);
        if (existing.isPresent()) {
            return existing.get();
        }
        BpfMap map = create.apply(spec);
        try {
            map.pin(path);
            return map;
        } catch (BpfCallException e) {
            map.close();
            // Another loader may have been quicker.
            return e.is(Errno.EEXIST) ? existing(path, spec).orElseThrow(() -> e) : fail(e, path);
        }
    }

    private static BpfMap fail(BpfCallException e, Path path) {
        throw e.because("pinning at " + path + (e.is(Errno.ENOENT) ? ": no such directory" : ""));
    }

    private Optional<BpfMap> existing(Path path, MapSpec spec) {
        BpfMap map;
        try {
            map = BpfMap.of(host, host.kernel().openPinned(path.toString(), 0));
        } catch (BpfCallException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e.because("opening " + path);
        }
        List<String> differences = differences(spec, map.info());
        if (!differences.isEmpty()) {
            map.close();
            throw new BpfException("map %s: what is pinned at %s differs: %s"
                    .formatted(spec.name(), path, String.join(", ", differences)));
        }
        return Optional.of(map);
    }

    /** What differs, in words; empty if the map can be used. */
    private static List<String> differences(MapSpec spec, MapInfo info) {
        List<String> found = new ArrayList<>();
        compare(found, "type", info.type(), spec.type());
        compare(found, "key size", info.keySize(), spec.keySize());
        compare(found, "value size", info.valueSize(), spec.valueSize());
        compare(found, "max entries", info.maxEntries(), spec.maxEntries());
        compare(found, "flags", info.flags(), spec.flags());
        compare(found, "map_extra", info.extra(), spec.mapExtra());
        return found;
    }

    private static void compare(List<String> found, String what, long there, long wanted) {
        if (there != wanted) {
            found.add("%s %d, not %d".formatted(what, there, wanted));
        }
    }
}
