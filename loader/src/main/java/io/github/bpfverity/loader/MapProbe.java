package io.github.bpfverity.loader;

import io.github.bpfverity.btf.BtfBuilder;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.BtfLoad;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.MapType;
import java.nio.ByteOrder;

/** The smallest map of each type. */
final class MapProbe {
    /** {@code BPF_F_NO_PREALLOC}. */
    private static final int NO_PREALLOCATION = 1;

    private MapProbe() {}

    /** Whether the kernel has maps of this {@link MapType}. */
    static boolean mapType(Kernel kernel, int type, int page) {
        return switch (type) {
            case MapType.ARRAY_OF_MAPS, MapType.HASH_OF_MAPS -> ofMaps(kernel, type);
            case MapType.SK_STORAGE, MapType.INODE_STORAGE, MapType.TASK_STORAGE, MapType.CGRP_STORAGE ->
                typed(kernel, type);
            // Needs a kernel type to be named: what is missing without one differs from an unknown map type.
            case MapType.STRUCT_OPS -> takesKernelTypes(kernel);
            default -> Probe.map(kernel, type, keySize(type), valueSize(type), entries(type, page), flags(type));
        };
    }

    private static int keySize(int type) {
        return switch (type) {
            case MapType.RINGBUF,
                    MapType.USER_RINGBUF,
                    MapType.QUEUE,
                    MapType.STACK,
                    MapType.BLOOM_FILTER,
                    MapType.ARENA -> 0;
            case MapType.LPM_TRIE -> 8;
            case MapType.CGROUP_STORAGE, MapType.PERCPU_CGROUP_STORAGE -> 16;
            default -> 4;
        };
    }

    private static int valueSize(int type) {
        return switch (type) {
            case MapType.RINGBUF, MapType.USER_RINGBUF, MapType.ARENA -> 0;
            case MapType.LPM_TRIE, MapType.STACK_TRACE, MapType.CGROUP_STORAGE, MapType.PERCPU_CGROUP_STORAGE -> 8;
            default -> 4;
        };
    }

    private static int entries(int type, int page) {
        return switch (type) {
            case MapType.RINGBUF, MapType.USER_RINGBUF -> page;
            case MapType.CGROUP_STORAGE, MapType.PERCPU_CGROUP_STORAGE -> 0;
            default -> 1;
        };
    }

    private static int flags(int type) {
        return switch (type) {
            case MapType.LPM_TRIE -> NO_PREALLOCATION;
            case MapType.ARENA -> MapSpec.MMAPABLE;
            default -> 0;
        };
    }

    private static boolean ofMaps(Kernel kernel, int type) {
        try (Fd inner = kernel.createMap(MapCreate.of(MapType.ARRAY, 4, 4, 1, 0, "probe"));
                Fd outer =
                        kernel.createMap(MapCreate.of(type, 4, 4, 1, 0, "probe").withInner(inner))) {
            return outer.isOpen();
        } catch (BpfCallException e) {
            return false;
        }
    }

    /** Storage wants to know the types of its keys and values. */
    private static boolean typed(Kernel kernel, int type) {
        BtfBuilder types = new BtfBuilder();
        int integer = types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        try (Fd btf = kernel.loadBtf(new BtfLoad(types.encode(ByteOrder.nativeOrder()), null, null));
                Fd map = kernel.createMap(MapCreate.of(type, 4, 4, 0, NO_PREALLOCATION, "probe")
                        .withTypes(new MapCreate.Types(btf, integer, integer)))) {
            return map.isOpen();
        } catch (BpfCallException e) {
            return false;
        }
    }

    /** A kernel without struct_ops refuses the attribute itself; one with them says that type 1 is no struct of theirs. */
    private static boolean takesKernelTypes(Kernel kernel) {
        BtfBuilder types = new BtfBuilder();
        types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        try (Fd btf = kernel.loadBtf(new BtfLoad(types.encode(ByteOrder.nativeOrder()), null, null));
                Fd map = kernel.createMap(MapCreate.of(MapType.STRUCT_OPS, 4, 4, 1, 0, "probe")
                        .withKernelValue(1, 4, null)
                        .withTypes(new MapCreate.Types(btf, 0, 0)))) {
            return map.isOpen();
        } catch (BpfCallException e) {
            return e.is(Errno.ENOTSUPP);
        }
    }
}
