package io.github.bpfverity.loader.ringbuf;

import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.spec.MapType;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The reading end of a {@code BPF_MAP_TYPE_PERF_EVENT_ARRAY} map, into which programs write with {@code
 * bpf_perf_event_output}: one ring for each processor that is online when it is opened.
 *
 * <p>Records of one processor come in order; those of several do not. New programs do better with a {@link
 * RingBuffer}, which has neither of these limits.
 *
 * <p>One thread reads at a time; {@link #wakeup} and {@link #close} may be called by any, the handler included. A
 * handler may not read on by itself.
 */
public final class PerfBuffer implements AutoCloseable {
    private final BpfMap map;
    private final List<PerfRing> rings = new ArrayList<>();
    private final Waiting waiting;

    private PerfBuffer(BpfMap map) {
        this.map = map;
        this.waiting = new Waiting(map.system(), this::release);
    }

    /** What is done with records. */
    @FunctionalInterface
    public interface Handler {
        /**
         * A record.
         *
         * @param cpu the processor that it was written on
         * @param record read-only; its reader and writer index enclose the record and up to 7 bytes that the kernel
         *     adds; only valid during the call
         */
        void record(int cpu, ByteBuf record);

        /**
         * Records that found no room.
         *
         * @param count how many
         */
        default void lost(int cpu, long count) {}
    }

    /**
     * Opens a ring for each processor and has programs write into them. The caller closes it before the map.
     *
     * @param pages the data pages of each ring, a power of two
     * @throws IllegalArgumentException if the map is of another type, or {@code pages} is no power of two
     */
    public static PerfBuffer open(BpfMap map, int pages) {
        if (map.type() != MapType.PERF_EVENT_ARRAY) {
            throw new IllegalArgumentException(map + " is not a perf event array");
        }
        if (pages <= 0 || Integer.bitCount(pages) != 1 || pages > 1 << 16) {
            throw new IllegalArgumentException("a ring of %d pages; their number is a power of two".formatted(pages));
        }
        PerfBuffer buffer = new PerfBuffer(map);
        try {
            for (int cpu = 0; cpu < map.maxEntries(); cpu++) {
                buffer.add(cpu, pages);
            }
            return buffer;
        } catch (RuntimeException e) {
            buffer.close();
            throw e;
        }
    }

    /** Leaves out what is no processor, and what is offline. */
    private void add(int cpu, int pages) {
        SystemCalls system = map.system();
        PerfRing ring;
        try {
            ring = PerfRing.open(system, cpu, pages);
        } catch (SystemCallException e) {
            if (e.is(Errno.ENODEV) || e.is(Errno.EINVAL) && !rings.isEmpty()) {
                return;
            }
            throw e;
        }
        rings.add(ring);
        waiting.watch(ring.event());
        map.put(bytes(cpu), bytes(ring.event().value()));
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(number)
                .array();
    }

    /**
     * Passes on the records that are there, without waiting.
     *
     * @return how many
     * @throws IllegalStateException if it is closed
     */
    public int consume(Handler handler) {
        return counted(waiting.read(this::pass, handler));
    }

    /**
     * Waits for records, and passes on those that are there.
     *
     * <p>An exception from the handler comes out of here; the record that caused it counts as read.
     *
     * @param timeout how long to wait at most, in whole milliseconds rounded up
     * @return how many; 0 after the timeout, a {@link #wakeup}, or a signal
     * @throws IllegalStateException if it is closed, or is closed by another thread meanwhile
     */
    public int poll(Duration timeout, Handler handler) {
        return counted(waiting.await(timeout, this::pass, handler));
    }

    private int pass(Handler handler) {
        int count = 0;
        for (PerfRing ring : rings) {
            count += ring.consume(handler, waiting::isOpen);
        }
        return count;
    }

    private static int counted(int count) {
        if (count == Waiting.CLOSED) {
            throw new IllegalStateException("the perf buffer is closed");
        }
        return count;
    }

    /** Ends the wait of the thread that reads, or else of the next one that does. */
    public void wakeup() {
        waiting.wakeup();
    }

    /** Ends the wait of the thread that reads, and when it is out, takes the rings out of the map and unmaps them. */
    @Override
    public void close() {
        waiting.close();
    }

    private void release() {
        for (PerfRing ring : rings) {
            try {
                if (map.fd().isOpen()) {
                    map.delete(bytes(ring.cpu()));
                }
            } finally {
                ring.close();
            }
        }
    }
}
