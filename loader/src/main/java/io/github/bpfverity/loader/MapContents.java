package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.MapType;
import org.jspecify.annotations.Nullable;

/** What a new map starts with. */
final class MapContents {
    private final BpfMap map;
    private final MapSpec spec;

    MapContents(BpfMap map, MapSpec spec) {
        this.map = map;
        this.spec = spec;
    }

    void fill() {
        if (spec.type() == MapType.ARENA) {
            fillArena(spec.contents());
        } else if (spec.contents() != null && spec.kind().isData()) {
            map.put(Native.bytes(0), spec.contents());
        }
        if (spec.frozen()) {
            freeze();
        }
    }

    /**
     * Mapped even with nothing to put there, and kept so: a program that uses an arena loads only once its address is
     * known, and an arena whose declaration names none gets it from the first mapping.
     */
    private void fillArena(byte @Nullable [] contents) {
        SharedMemory memory = map.memory().orElse(null);
        if (memory == null && contents != null) {
            throw new BpfException(
                    "map %s: an arena with BPF_F_SEGV_ON_FAULT cannot start with contents".formatted(spec.name()));
        }
        if (memory != null && contents != null) {
            memory.put(0, contents);
        }
    }

    /** Kernels before 5.2 know no freezing: there the program's own side is read-only all the same. */
    private void freeze() {
        try {
            map.freeze();
        } catch (BpfCallException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
        }
    }
}
