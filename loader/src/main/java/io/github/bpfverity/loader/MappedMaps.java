package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.MapType;

/** How much of which maps can be mapped, and where. */
final class MappedMaps {
    /** {@code BPF_F_SEGV_ON_FAULT}: touching a page that no program allocated ends the process. */
    private static final int FAULTS_END_THE_PROCESS = 1 << 17;

    private MappedMaps() {}

    /** What can be mapped of a map: its length, 0 for nothing, and the address that it must have, 0 for any. */
    record Extent(long size, long address) {
        static final Extent NONE = new Extent(0, 0);
    }

    static Extent of(MapShape shape, int page) {
        long entries = Integer.toUnsignedLong(shape.maxEntries());
        if (shape.type() == MapType.ARENA) {
            boolean dangerous = (shape.flags() & FAULTS_END_THE_PROCESS) != 0;
            return dangerous ? Extent.NONE : new Extent(entries * page, shape.extra());
        }
        if (shape.type() == MapType.ARRAY && (shape.flags() & MapSpec.MMAPABLE) != 0) {
            long stride = Integer.toUnsignedLong(shape.valueSize()) + 7 & -8;
            return new Extent(stride * entries + page - 1 & -page, 0);
        }
        return Extent.NONE;
    }

    /** Maps it, writable if the kernel lets it be written. */
    static SharedMemory map(SystemCalls system, Fd fd, MapShape shape, Extent extent) {
        if ((shape.flags() & MapSpec.READ_ONLY_PROGRAM) == 0) {
            try {
                return new SharedMemory(system.mapRegion(fd, extent.address(), extent.size(), true), true);
            } catch (SystemCallException e) {
                if (shape.type() == MapType.ARENA) {
                    throw e;
                }
                // Frozen by now, most likely: it can still be read.
            }
        }
        return new SharedMemory(system.mapRegion(fd, extent.address(), extent.size(), false), false);
    }
}
