package io.github.bpfverity.loader.kernel;

import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * {@link Kernel} and {@link SystemCalls} on the running machine.
 *
 * <p>Thread-safe: requests are encoded into memory of the calling thread's own.
 */
public final class LinuxKernel extends LinuxSystemCalls implements Kernel {
    /** As often as libbpf tries: the verifier gives EAGAIN when a signal interrupts it. */
    private static final int PROG_LOAD_ATTEMPTS = 5;

    private LinuxKernel() {}

    /** Waits for its first use, which binds JNR-FFI: some 150 ms. */
    private static final class Holder {
        static final LinuxKernel INSTANCE = new LinuxKernel();
    }

    /** The kernel of this machine. */
    public static LinuxKernel ofThisMachine() {
        return Holder.INSTANCE;
    }

    @Override
    public Fd createMap(MapCreate request) {
        return fd(BpfCommand.MAP_CREATE, request.encode());
    }

    @Override
    public boolean lookup(MapElement request) {
        return found(BpfCommand.MAP_LOOKUP_ELEM, request.encode(calls));
    }

    @Override
    public boolean lookupAndDelete(MapElement request) {
        return found(BpfCommand.MAP_LOOKUP_AND_DELETE_ELEM, request.encode(calls));
    }

    @Override
    public void update(MapElement request) {
        done(BpfCommand.MAP_UPDATE_ELEM, request.encode(calls));
    }

    @Override
    public boolean delete(MapElement request) {
        return found(BpfCommand.MAP_DELETE_ELEM, request.encode(calls));
    }

    @Override
    public boolean nextKey(MapElement request) {
        return found(BpfCommand.MAP_GET_NEXT_KEY, request.encode(calls));
    }

    @Override
    public MapBatch.Result lookupBatch(MapBatch request) {
        return batch(BpfCommand.MAP_LOOKUP_BATCH, request);
    }

    @Override
    public MapBatch.Result lookupAndDeleteBatch(MapBatch request) {
        return batch(BpfCommand.MAP_LOOKUP_AND_DELETE_BATCH, request);
    }

    @Override
    public MapBatch.Result updateBatch(MapBatch request) {
        return batch(BpfCommand.MAP_UPDATE_BATCH, request);
    }

    @Override
    public MapBatch.Result deleteBatch(MapBatch request) {
        return batch(BpfCommand.MAP_DELETE_BATCH, request);
    }

    private MapBatch.Result batch(BpfCommand command, MapBatch request) {
        Attr attr = request.encode(calls);
        boolean more = found(command, attr);
        return new MapBatch.Result(MapBatch.done(attr), !more);
    }

    @Override
    public void freeze(Fd map) {
        done(BpfCommand.MAP_FREEZE, Attr.ofThread(8).fd(0, map));
    }

    @Override
    public Fd loadBtf(BtfLoad request) {
        try (Memory memory = memory()) {
            Attr attr = request.encode(memory);
            try {
                return fd(BpfCommand.BTF_LOAD, attr);
            } finally {
                request.decode(attr);
            }
        }
    }

    @Override
    public Fd loadProgram(ProgLoad request) {
        try (Memory memory = memory()) {
            Attr attr = request.encode(memory);
            long result = -1;
            for (int attempt = 0; attempt < PROG_LOAD_ATTEMPTS; attempt++) {
                result = bpf(BpfCommand.PROG_LOAD, attr);
                if (result >= 0 || calls.errno() != Errno.EAGAIN.number()) {
                    break;
                }
            }
            request.decode(attr);
            return own(checked(BpfCommand.PROG_LOAD, result));
        }
    }

    @Override
    public ProgTestRun.Result testRun(ProgTestRun request) {
        Attr attr = request.encode(calls);
        done(BpfCommand.PROG_TEST_RUN, attr);
        return ProgTestRun.decode(attr);
    }

    @Override
    public void attach(ProgAttach request) {
        done(BpfCommand.PROG_ATTACH, request.encode());
    }

    @Override
    public void detach(ProgAttach request) {
        done(BpfCommand.PROG_DETACH, request.encode());
    }

    @Override
    public int[] query(ProgQuery request) {
        try (Memory memory = memory()) {
            ByteBuf ids = memory.allocate(request.room() * Integer.BYTES);
            Attr attr = request.encode(calls.addressOf(ids));
            done(BpfCommand.PROG_QUERY, attr);
            int[] found = new int[Math.min(request.room(), ProgQuery.count(attr))];
            ids.nioBuffer(0, ids.capacity())
                    .order(ByteOrder.nativeOrder())
                    .asIntBuffer()
                    .get(found);
            return found;
        }
    }

    @Override
    public void bindMap(Fd program, Fd map) {
        done(BpfCommand.PROG_BIND_MAP, Attr.ofThread(16).fd(0, program).fd(4, map));
    }

    @Override
    public Fd openRawTracepoint(RawTracepointOpen request) {
        try (Memory memory = memory()) {
            return fd(BpfCommand.RAW_TRACEPOINT_OPEN, request.encode(memory));
        }
    }

    @Override
    public Fd createLink(LinkCreate request) {
        try (Memory memory = memory()) {
            return fd(BpfCommand.LINK_CREATE, request.encode(memory));
        }
    }

    @Override
    public void updateLink(LinkUpdate request) {
        done(BpfCommand.LINK_UPDATE, request.encode());
    }

    @Override
    public void detachLink(Fd link) {
        done(BpfCommand.LINK_DETACH, Attr.ofThread(8).fd(0, link));
    }

    @Override
    public Fd createIterator(Fd link) {
        return fd(BpfCommand.ITER_CREATE, Attr.ofThread(8).fd(0, link));
    }

    @Override
    public void pin(Fd object, String path) {
        try (Memory memory = memory()) {
            done(
                    BpfCommand.OBJ_PIN,
                    Attr.ofThread(16).u64(0, memory.string(path)).fd(8, object));
        }
    }

    @Override
    public Fd openPinned(String path, int flags) {
        try (Memory memory = memory()) {
            return fd(
                    BpfCommand.OBJ_GET,
                    Attr.ofThread(16).u64(0, memory.string(path)).u32(12, flags));
        }
    }

    @Override
    public int info(InfoRequest request) {
        Attr attr = request.encode(calls);
        done(BpfCommand.OBJ_GET_INFO_BY_FD, attr);
        return InfoRequest.length(attr);
    }

    @Override
    public Fd openById(ObjectKind kind, int id) {
        return fd(kind.open(), Attr.ofThread(16).u32(0, id));
    }

    @Override
    public OptionalInt nextId(ObjectKind kind, int id) {
        Attr attr = Attr.ofThread(16).u32(0, id);
        return found(kind.next(), attr) ? OptionalInt.of(attr.u32(4)) : OptionalInt.empty();
    }

    @Override
    public Fd enableStatistics(int type) {
        return fd(BpfCommand.ENABLE_STATS, Attr.ofThread(8).u32(0, type));
    }

    @Override
    public Fd createToken(Fd bpffs) {
        return fd(BpfCommand.TOKEN_CREATE, Attr.ofThread(8).fd(4, bpffs));
    }

    private long bpf(BpfCommand command, Attr attr) {
        return libc.syscall(numbers.bpf(), command.number(), address(attr), attr.size());
    }

    private Fd fd(BpfCommand command, Attr attr) {
        return own(checked(command, bpf(command, attr)));
    }

    private void done(BpfCommand command, Attr attr) {
        checked(command, bpf(command, attr));
    }

    /** False where the kernel answers ENOENT. */
    private boolean found(BpfCommand command, Attr attr) {
        long result = bpf(command, attr);
        if (result < 0 && calls.errno() == Errno.ENOENT.number()) {
            return false;
        }
        checked(command, result);
        return true;
    }

    private long checked(BpfCommand command, long result) {
        if (result < 0) {
            throw new BpfCallException(command, calls.errno());
        }
        return result;
    }
}
