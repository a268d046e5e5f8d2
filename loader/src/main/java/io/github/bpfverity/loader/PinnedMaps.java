package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.kernel.MapInfo;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.MapType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Maps that live on under their names on a bpffs, shared by whoever loads an object that declares them. */
final class PinnedMaps {
    private final Host host;
    private final Path directory;

    PinnedMaps(Host host, Path directory) {
        this.host = host;
        this.directory = directory;
    }

    /**
     * The map of this name if there is one, else a new one, which then has the name.
     *
     * @param wanted what is created where there is none, and what a map that is there has to be like
     */
    BpfMap open(MapCreate wanted, String name, Supplier<BpfMap> create) {
        Path path = directory.resolve(name);
        Optional<BpfMap> existing = existing(path, wanted, name);
        if (existing.isPresent()) {
            return existing.get();
        }
        BpfMap map = create.get();
        try {
            map.pin(path);
            return map;
        } catch (BpfCallException e) {
            map.close();
            // Another loader may have been quicker.
            return e.is(Errno.EEXIST) ? existing(path, wanted, name).orElseThrow(() -> e) : fail(e, path);
        }
    }

    /** In a directory of sysfs, as {@code /sys/fs/bpf} is until something is mounted there, nothing is ever found. */
    private BpfMap fail(BpfCallException e, Path path) {
        String why = Files.isDirectory(directory) ? ": no bpffs is mounted there" : ": no such directory";
        throw e.because("pinning at " + path + (e.is(Errno.ENOENT) ? why : ""));
    }

    private Optional<BpfMap> existing(Path path, MapCreate wanted, String name) {
        BpfMap map;
        try {
            map = BpfMap.of(host, host.kernel().openPinned(path.toString(), 0)).named(name);
        } catch (BpfCallException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e.because("opening " + path);
        }
        List<String> differences = differences(wanted, map.info());
        if (!differences.isEmpty()) {
            map.close();
            throw new BpfException(
                    "map %s: what is pinned at %s differs: %s".formatted(name, path, String.join(", ", differences)));
        }
        return Optional.of(map);
    }

    /** What differs, in words; empty if the map can be used. */
    static List<String> differences(MapCreate wanted, MapInfo info) {
        List<String> found = new ArrayList<>();
        compare(found, "type", info.type(), wanted.type());
        compare(found, "key size", info.keySize(), wanted.keySize());
        compare(found, "value size", info.valueSize(), wanted.valueSize());
        compare(found, "max entries", info.maxEntries(), wanted.maxEntries());
        compare(found, "flags", flags(info), wanted.flags());
        compare(found, "map_extra", info.extra(), wanted.extra());
        return found;
    }

    /** The kernel makes device maps read-only to programs without being asked. */
    private static int flags(MapInfo info) {
        return switch (info.type()) {
            case MapType.DEVMAP, MapType.DEVMAP_HASH -> info.flags() & ~MapSpec.READ_ONLY_PROGRAM;
            default -> info.flags();
        };
    }

    private static void compare(List<String> found, String what, long there, long wanted) {
        if (there != wanted) {
            found.add("%s %d, not %d".formatted(what, there, wanted));
        }
    }
}
