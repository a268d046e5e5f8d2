package io.github.bpfverity.loader.ringbuf;

import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.spec.MapType;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of a {@code BPF_MAP_TYPE_RINGBUF} map.
 *
 * <p>Records are passed on where they lie: the handler gets one read-only buffer, always the same, whose reader
 * and writer index enclose the record. It is to read relative to the reader index, and to copy what it keeps: when
 * it returns, the kernel may write there again. Nothing is allocated per record.
 *
 * <p>One thread polls at a time; {@link #wakeup} and {@link #close} may be called by any other. The map must stay
 * open for as long as this is.
 *
 * <p>Source: {@code Documentation/bpf/ringbuf.rst} and {@code kernel/bpf/ringbuf.c}.
 */
public final class RingBuffer implements AutoCloseable {
    private static final int RING = 0;
    private static final int WAKEUP = 1;

    private final SystemCalls system;
    private final Ring ring;
    private final Fd epoll;
    private final Fd wakeup;
    private final int[] ready = new int[2];
    private final ReentrantLock polling = new ReentrantLock();
    private volatile boolean closed;

    private RingBuffer(SystemCalls system, Ring ring, Fd epoll, Fd wakeup) {
        this.system = system;
        this.ring = ring;
        this.epoll = epoll;
        this.wakeup = wakeup;
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
        return open(map.system(), map.fd(), map.maxEntries());
    }

    private static RingBuffer open(SystemCalls system, Fd map, int size) {
        Ring ring = Ring.map(system, map, size);
        Fd epoll = null;
        Fd wakeup = null;
        try {
            epoll = system.createEpoll();
            wakeup = system.createEvent();
            system.addToEpoll(epoll, map, RING);
            system.addToEpoll(epoll, wakeup, WAKEUP);
            return new RingBuffer(system, ring, epoll, wakeup);
        } catch (RuntimeException e) {
            closeAll(ring, epoll, wakeup);
            throw e;
        }
    }

    private static void closeAll(Ring ring, @Nullable Fd epoll, @Nullable Fd wakeup) {
        ring.close();
        if (epoll != null) {
            epoll.close();
        }
        if (wakeup != null) {
            wakeup.close();
        }
    }

    /**
     * Passes on the records that are there, without waiting.
     *
     * @return how many
     * @throws IllegalStateException if it is closed
     */
    public int consume(Consumer<ByteBuf> handler) {
        polling.lock();
        try {
            requireOpen();
            return ring.consume(handler);
        } finally {
            polling.unlock();
        }
    }

    /**
     * Waits for records, and passes on those that are there.
     *
     * <p>An exception from the handler comes out of here; the record that caused it counts as read.
     *
     * @param timeout how long to wait at most, in whole milliseconds rounded up
     * @return how many; 0 after the timeout, a {@link #wakeup}, or a signal
     * @throws IllegalStateException if it is closed, or is closed meanwhile
     */
    public int poll(Duration timeout, Consumer<ByteBuf> handler) {
        polling.lock();
        try {
            requireOpen();
            int count = ring.consume(handler);
            return count > 0 ? count : await(timeout, handler);
        } finally {
            polling.unlock();
        }
    }

    private int await(Duration timeout, Consumer<ByteBuf> handler) {
        int events = system.waitForEpoll(epoll, ready, millis(timeout));
        requireOpen();
        int count = 0;
        for (int i = 0; i < events; i++) {
            if (ready[i] == WAKEUP) {
                system.clearEvent(wakeup);
            } else {
                count += ring.consume(handler);
            }
        }
        return count;
    }

    private static int millis(Duration timeout) {
        if (timeout.isNegative() || timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
            return timeout.isNegative() ? 0 : -1;
        }
        return Math.toIntExact((timeout.toNanos() + 999_999) / 1_000_000);
    }

    /** Ends the wait of the thread that polls, or else of the next one that does. */
    public void wakeup() {
        if (!closed) {
            system.signalEvent(wakeup);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the ring buffer is closed");
        }
    }

    /** Ends the wait of the thread that polls, and when it is out, unmaps the buffer. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            wakeup();
            closed = true;
        }
        polling.lock();
        try {
            closeAll(ring, epoll, wakeup);
        } finally {
            polling.unlock();
        }
    }
}
