package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.link.LinkedStructOps;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.MapType;
import io.github.bpfverity.loader.spec.Pinning;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Creates an object's maps, with what they start with. */
final class MapLoader {
    private final Host host;
    private final ObjectBtf btf;
    private final ModuleBtfs modules;
    private final Path pinDirectory;
    private final @Nullable Fd token;

    MapLoader(Host host, ObjectBtf btf, ModuleBtfs modules, Path pinDirectory, @Nullable Fd token) {
        this.host = host;
        this.btf = btf;
        this.modules = modules;
        this.pinDirectory = pinDirectory;
        this.token = token;
    }

    /** Creates one map, or opens the one that is pinned under its name. The caller closes it. */
    BpfMap create(MapSpec spec) {
        return create(spec, request(spec));
    }

    /** Creates the map whose value is the kernel's struct. The caller closes it. */
    BpfMap create(MapSpec spec, LinkedStructOps struct) {
        String module = struct.module();
        MapCreate request = request(spec)
                .withKernelValue(
                        struct.kernelValueTypeId(), struct.value().length, module == null ? null : modules.of(module));
        Fd types = btf.fd();
        return create(spec, request.withTypes(types == null ? null : new MapCreate.Types(types, 0, 0)));
    }

    private BpfMap create(MapSpec spec, MapCreate request) {
        try {
            return spec.pinning() == Pinning.BY_NAME
                    ? new PinnedMaps(host, pinDirectory).open(request, spec.name(), () -> createAnew(spec, request))
                    : createAnew(spec, request);
        } catch (BpfCallException e) {
            throw btf.explain(e.is(Errno.EINVAL) ? e.because(describe(request)) : e)
                    .within("map " + spec.name());
        }
    }

    /** Which of these it is that the kernel does not take, it does not say. */
    private static String describe(MapCreate request) {
        return "%s, key size %d, value size %d, max entries %d, flags 0x%x"
                .formatted(
                        MapType.name(request.type()),
                        request.keySize(),
                        request.valueSize(),
                        request.maxEntries(),
                        request.flags());
    }

    private BpfMap createAnew(MapSpec spec, MapCreate request) {
        BpfMap map = new BpfMap(host, createWithInner(spec, request), shape(spec, request));
        try {
            new MapContents(map, spec).fill();
            return map;
        } catch (RuntimeException e) {
            map.close();
            throw e;
        }
    }

    private static MapShape shape(MapSpec spec, MapCreate request) {
        return new MapShape(
                spec.name(),
                request.type(),
                request.keySize(),
                request.valueSize(),
                request.maxEntries(),
                request.flags(),
                request.extra());
    }

    /** A map of maps is created with an example of what it will hold, which may go afterwards. */
    private Fd createWithInner(MapSpec spec, MapCreate request) {
        MapSpec inner = spec.inner();
        if (inner == null) {
            return create(request);
        }
        try (Fd example = create(request(inner))) {
            return create(request.withInner(example));
        }
    }

    private Fd create(MapCreate request) {
        try {
            return Memlock.retrying(host, () -> host.kernel().createMap(request));
        } catch (BpfCallException e) {
            if (request.types() == null || request.vmlinuxValueTypeId() != 0 || e.is(Errno.EPERM)) {
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

    private MapCreate request(MapSpec spec) {
        return new MapCreate(
                spec.type(),
                spec.keySize(),
                spec.valueSize(),
                entries(spec),
                spec.flags(),
                spec.name(),
                spec.mapExtra(),
                null,
                spec.numaNode(),
                0,
                types(spec),
                0,
                null,
                token);
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
}
