package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.MapType;
import io.github.bpfverity.loader.spec.Pinning;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates an object's maps, with what they start with. */
final class MapLoader {
    private final Host host;
    private final ObjectBtf btf;
    private final Path pinDirectory;

    MapLoader(Host host, ObjectBtf btf, Path pinDirectory) {
        this.host = host;
        this.btf = btf;
        this.pinDirectory = pinDirectory;
    }

    /** Creates one map, or opens the one that is pinned under its name. The caller closes it. */
    BpfMap create(MapSpec spec) {
        try {
            return spec.pinning() == Pinning.BY_NAME
                    ? new PinnedMaps(host, pinDirectory).open(spec, this::createAnew)
                    : createAnew(spec);
        } catch (BpfCallException e) {
            throw btf.explain(e).within("map " + spec.name());
        }
    }

    private BpfMap createAnew(MapSpec spec) {
        int maxEntries = entries(spec);
        Fd fd = withInner(spec, inner -> request(spec, maxEntries, inner));
        BpfMap map = new BpfMap(host, fd, spec.name(), spec.type(), spec.keySize(), spec.valueSize(), maxEntries);
        try {
            fill(map, spec);
            return map;
        } catch (RuntimeException e) {
            map.close();
            throw e;
        }
    }

    /** A map of maps is created with an example of what it will hold, which may go afterwards. */
    private Fd withInner(MapSpec spec, Function<@Nullable Fd, MapCreate> request) {
        MapSpec inner = spec.inner();
        if (inner == null) {
            return create(request.apply(null));
        }
        try (Fd example = create(request(inner, entries(inner), null))) {
            return create(request.apply(example));
        }
    }

    private Fd create(MapCreate request) {
        try {
            return Memlock.retrying(host, () -> host.kernel().createMap(request));
        } catch (BpfCallException e) {
            if (request.types() == null || e.is(Errno.EPERM)) {
                throw e;
            }
            // Some map types, and older kernels, take no types; their answers differ.
            return createUntyped(request, e);
        }
    }

    private Fd createUntyped(MapCreate request, BpfCallException typed) {
        try {
            return host.kernel().createMap(request.withTypes(null));
        } catch (BpfCallException e) {
            throw typed;
        }
    }

    private MapCreate request(MapSpec spec, int maxEntries, @Nullable Fd inner) {
        return new MapCreate(
                spec.type(),
                spec.keySize(),
                spec.valueSize(),
                maxEntries,
                spec.flags(),
                spec.name(),
                spec.mapExtra(),
                inner,
                spec.numaNode(),
                0,
                types(spec),
                0,
                null,
                null);
    }

    private MapCreate.@Nullable Types types(MapSpec spec) {
        Fd fd = btf.fd();
        boolean typed = spec.keyTypeId() != 0 || spec.valueTypeId() != 0;
        return fd != null && typed && takesTypes(spec.type())
                ? new MapCreate.Types(fd, spec.keyTypeId(), spec.valueTypeId())
                : null;
    }

    /** The others refuse them, as {@code map_check_btf} in {@code kernel/bpf/syscall.c} has it. */
    private static boolean takesTypes(int type) {
        return switch (type) {
            case MapType.PERF_EVENT_ARRAY,
                    MapType.CGROUP_ARRAY,
                    MapType.STACK_TRACE,
                    MapType.ARRAY_OF_MAPS,
                    MapType.HASH_OF_MAPS,
                    MapType.DEVMAP,
                    MapType.DEVMAP_HASH,
                    MapType.CPUMAP,
                    MapType.XSKMAP,
                    MapType.SOCKMAP,
                    MapType.SOCKHASH,
                    MapType.QUEUE,
                    MapType.STACK,
                    MapType.PROG_ARRAY,
                    MapType.RINGBUF,
                    MapType.USER_RINGBUF,
                    MapType.ARENA -> false;
            default -> true;
        };
    }

    /** The declaration's, or where it has none, or one that cannot be, what suits this machine. */
    private int entries(MapSpec spec) {
        return switch (spec.type()) {
            case MapType.PERF_EVENT_ARRAY ->
                spec.maxEntries() == 0 ? host.cpus().possible() : spec.maxEntries();
            case MapType.RINGBUF, MapType.USER_RINGBUF ->
                ringSize(spec.maxEntries(), host.system().pageSize());
            default -> spec.maxEntries();
        };
    }

    /** The next power of two that is a whole number of pages; 0 and what has no such neighbour stay. */
    static int ringSize(int bytes, int page) {
        if (bytes <= 0 || bytes > 1 << 30) {
            return bytes;
        }
        int powerOfTwo = Integer.highestOneBit(bytes) == bytes ? bytes : Integer.highestOneBit(bytes) << 1;
        return Math.max(page, powerOfTwo);
    }

    private void fill(BpfMap map, MapSpec spec) {
        byte[] contents = spec.contents();
        if (contents != null && spec.kind().isData()) {
            map.put(Native.bytes(0), contents);
        }
        if (spec.frozen()) {
            freeze(map);
        }
    }

    /** Kernels before 5.2 know no freezing: there the program's own side is read-only all the same. */
    private static void freeze(BpfMap map) {
        try {
            map.freeze();
        } catch (BpfCallException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
        }
    }
}
