package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.MapInfo;

/**
 * What a map is, as it was created.
 *
 * @param name the object's name for it, or, for a map that was opened, the kernel's
 * @param extra {@code map_extra}
 */
record MapShape(String name, int type, int keySize, int valueSize, int maxEntries, int flags, long extra) {
    static MapShape of(MapInfo info) {
        return new MapShape(
                info.name(),
                info.type(),
                info.keySize(),
                info.valueSize(),
                info.maxEntries(),
                info.flags(),
                info.extra());
    }

    MapShape named(String newName) {
        return new MapShape(newName, type, keySize, valueSize, maxEntries, flags, extra);
    }
}
