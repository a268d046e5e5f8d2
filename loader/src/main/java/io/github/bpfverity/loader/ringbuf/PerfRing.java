package io.github.bpfverity.loader.ringbuf;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.PerfEvent;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;

/**
 * The memory that one processor's perf event shares with the kernel: a page with the positions, then the data.
 *
 * <p>Records begin with type (4 bytes), misc (2) and size (2), and take a multiple of 8 bytes; one that wraps around
 * is put together in memory of our own. Source: {@code struct perf_event_mmap_page} and {@code enum perf_event_type}
 * in {@code include/uapi/linux/perf_event.h}.
 */
final class PerfRing implements AutoCloseable {
    /** {@code PERF_EVENT_IOC_ENABLE}. */
    private static final long ENABLE = 0x2400;

    private static final int HEAD = 1024;
    private static final int TAIL = 1032;
    private static final int LOST = 2;
    private static final int SAMPLE = 9;
    private static final int LARGEST_RECORD = 1 << 16;

    private static final VarHandle POSITION =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final int cpu;
    private final Fd event;
    private final SystemCalls.Mapping mapping;
    private final ByteBuffer bytes;
    private final ByteBuf record;
    private final ByteBuffer whole = ByteBuffer.allocate(LARGEST_RECORD).order(ByteOrder.nativeOrder());
    private final ByteBuf wholeRecord = Unpooled.wrappedBuffer(whole.asReadOnlyBuffer());
    private final int dataStart;
    private final int mask;

    private PerfRing(int cpu, Fd event, SystemCalls.Mapping mapping, int page) {
        this.cpu = cpu;
        this.event = event;
        this.mapping = mapping;
        this.bytes = mapping.bytes();
        this.record = Unpooled.wrappedBuffer(bytes.asReadOnlyBuffer());
        this.dataStart = page;
        this.mask = bytes.capacity() - page - 1;
    }

    /**
     * Opens a processor's event.
     *
     * @param pages a power of two
     * @throws io.github.bpfverity.loader.kernel.SystemCallException with ENODEV if the processor is offline
     */
    static PerfRing open(SystemCalls system, int cpu, int pages) {
        Fd event = system.openPerfEvent(PerfEvent.bpfOutput(1), -1, cpu);
        try {
            int page = system.pageSize();
            SystemCalls.Mapping mapping = system.map(event, 0, page * (1 + pages), true);
            try {
                system.ioctl(event, ENABLE, 0);
                return new PerfRing(cpu, event, mapping, page);
            } catch (RuntimeException e) {
                mapping.close();
                throw e;
            }
        } catch (RuntimeException e) {
            event.close();
            throw e;
        }
    }

    int cpu() {
        return cpu;
    }

    Fd event() {
        return event;
    }

    /** Passes on what is there when it begins, for as long as {@code going} says so: how many records. */
    int consume(PerfBuffer.Handler handler, BooleanSupplier going) {
        int count = 0;
        long tail = (long) POSITION.get(bytes, TAIL);
        long head = (long) POSITION.getAcquire(bytes, HEAD);
        while (tail < head && going.getAsBoolean()) {
            int start = dataStart + (int) (tail & mask);
            int size = Short.toUnsignedInt(bytes.getShort(start + 6));
            try {
                count += pass(bytes.getInt(start), start, size, handler);
            } finally {
                tail += size;
                POSITION.setRelease(bytes, TAIL, tail);
            }
        }
        return count;
    }

    private int pass(int type, int start, int size, PerfBuffer.Handler handler) {
        boolean wraps = start + size > bytes.capacity();
        ByteBuffer from = wraps ? putTogether(start, size) : bytes;
        int at = wraps ? 0 : start;
        switch (type) {
            case SAMPLE -> {
                int length = from.getInt(at + 8);
                handler.record(cpu, (wraps ? wholeRecord : record).setIndex(at + 12, at + 12 + length));
                return 1;
            }
            case LOST -> handler.lost(cpu, from.getLong(at + 16));
            default -> {}
        }
        return 0;
    }

    private ByteBuffer putTogether(int start, int size) {
        int first = bytes.capacity() - start;
        whole.put(0, bytes, start, first);
        whole.put(first, bytes, dataStart, size - first);
        return whole;
    }

    @Override
    public void close() {
        mapping.close();
        event.close();
    }
}
