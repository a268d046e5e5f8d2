package io.github.bpfverity.loader.ringbuf;

import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.spec.MapType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of a {@code BPF_MAP_TYPE_RINGBUF} map.
 *
 * <p>Records are passed on where they lie: the handler gets one read-only buffer, always the same, whose reader
 * and writer index enclose the record. It is to read relative to the reader index, and to copy what it keeps: when
 * it returns, the kernel may write there again (it gets memory back by sixteenths of the buffer, and all when a call
 * ends). Nothing is allocated per record.
 *
 * <p>One thread reads at a time; {@link #wakeup} and {@link #close} may be called by any, the handler included. A
 * handler may not read on by itself.
 *
 * <p>Source: {@code Documentation/bpf/ringbuf.rst} and {@code kernel/bpf/ringbuf.c}.
 */
public final class RingBuffer implements AutoCloseable {
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final Ring ring;
    private final Waiting waiting;
    private final ToIntFunction<Consumer<ByteBuf>> all;
    private final ToIntFunction<Consumer<ByteBuf>> one;

    private RingBuffer(Ring ring, Waiting waiting) {
        this.ring = ring;
        this.waiting = waiting;
        BooleanSupplier going = waiting::isOpen;
        this.all = handler -> ring.consume(handler, Integer.MAX_VALUE, going);
        this.one = handler -> ring.consume(handler, 1, going);
    }

    /**
     * Opens a ring buffer for reading. The caller closes it before the map.
     *
     * @throws IllegalArgumentException if the map is of another type
     */
    public static RingBuffer open(BpfMap map) {
        if (map.type() != MapType.RINGBUF) {
            throw new IllegalArgumentException(map + " is not a ring buffer");
        }
        SystemCalls system = map.system();
        Ring ring = Ring.map(system, map.fd(), map.maxEntries());
        Waiting waiting;
        try {
            waiting = new Waiting(system, ring::close);
        } catch (RuntimeException e) {
            ring.close();
            throw e;
        }
        try {
            waiting.watch(map.fd());
        } catch (RuntimeException e) {
            waiting.close();
            throw e;
        }
        return new RingBuffer(ring, waiting);
    }

    /**
     * Passes on the records that are there, without waiting.
     *
     * @return how many
     * @throws IllegalStateException if it is closed
     */
    public int consume(Consumer<ByteBuf> handler) {
        return counted(waiting.read(all, handler));
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
    public int poll(Duration timeout, Consumer<ByteBuf> handler) {
        return counted(waiting.await(timeout, all, handler));
    }

    /**
     * The records one by one, each a copy. Waits for the next, and ends with a {@link #wakeup} or with {@link #close}.
     *
     * <pre>{@code
     * for (ByteBuf record : events.records()) { … }
     * }</pre>
     */
    public Iterable<ByteBuf> records() {
        return Records::new;
    }

    /**
     * How far the buffer has been read, by this reader and those before it: in bytes since it was made, of which a record
     * takes its length and 8 more, rounded up to a multiple of 8. May be asked by any thread, and after {@link #close}.
     */
    public long position() {
        return ring.position();
    }

    private static int counted(int count) {
        if (count == Waiting.CLOSED) {
            throw new IllegalStateException("the ring buffer is closed");
        }
        return count;
    }

    /** Ends the wait of the thread that reads, or else of the next one that does. */
    public void wakeup() {
        waiting.wakeup();
    }

    /** Ends the wait of the thread that reads, and when it is out, unmaps the buffer. */
    @Override
    public void close() {
        waiting.close();
    }

    /** Takes a record out of the ring when it is asked for, so that one that stops early loses none. */
    private final class Records implements Iterator<ByteBuf> {
        private @Nullable ByteBuf next;

        @Override
        public boolean hasNext() {
            while (next == null) {
                int count = waiting.await(FOREVER, one, this::keep);
                if (next == null && (count == Waiting.CLOSED || waiting.wasWoken())) {
                    return false;
                }
            }
            return true;
        }

        private void keep(ByteBuf record) {
            byte[] copy = new byte[record.readableBytes()];
            record.readBytes(copy);
            next = Unpooled.wrappedBuffer(copy);
        }

        @Override
        public ByteBuf next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ByteBuf record = next;
            next = null;
            return record;
        }
    }
}
