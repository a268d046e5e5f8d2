package io.github.bpfverity.loader.ringbuf;

import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.spec.MapType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The writing end of a {@code BPF_MAP_TYPE_USER_RINGBUF} map, which programs read with {@code
 * bpf_user_ringbuf_drain} when they run: nothing wakes them.
 *
 * <p>May be used by several threads at once, which then take turns.
 *
 * <p>Source: {@code kernel/bpf/ringbuf.c}. The layout is that of {@link RingBuffer}, with the sides changed.
 */
public final class UserRingBuffer implements AutoCloseable {
    private static final VarHandle POSITION =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle LENGTH = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final SystemCalls.Mapping consumerPage;
    private final SystemCalls.Mapping producerPages;
    private final ByteBuffer consumer;
    private final ByteBuffer producer;
    private final int dataStart;
    private final int size;
    private boolean closed;

    private UserRingBuffer(SystemCalls.Mapping consumerPage, SystemCalls.Mapping producerPages, int page, int size) {
        this.consumerPage = consumerPage;
        this.producerPages = producerPages;
        this.consumer = consumerPage.bytes();
        this.producer = producerPages.bytes();
        this.dataStart = page;
        this.size = size;
    }

    /**
     * Opens a user ring buffer for writing. The caller closes it before the map.
     *
     * @throws IllegalArgumentException if the map is of another type
     */
    public static UserRingBuffer open(BpfMap map) {
        if (map.type() != MapType.USER_RINGBUF) {
            throw new IllegalArgumentException(map + " is not a user ring buffer");
        }
        Ring.requireMappable(map.maxEntries());
        SystemCalls system = map.system();
        int page = system.pageSize();
        SystemCalls.Mapping consumer = system.map(map.fd(), 0, page, false);
        try {
            int length = page + 2 * map.maxEntries();
            return new UserRingBuffer(consumer, system.map(map.fd(), page, length, true), page, map.maxEntries());
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * Writes a record.
     *
     * @return false if there is no room for it until a program has read some
     * @throws IllegalArgumentException if there can never be
     */
    public boolean offer(byte[] record) {
        return offer(record.length, to -> to.put(record));
    }

    /**
     * Writes a record where it will be read.
     *
     * @param length its bytes
     * @param writer fills them in: it gets a buffer of that many, in native byte order, whose contents are undefined
     *     and which it must not keep; if it throws, the record is given up
     * @return false if there is no room for it until a program has read some
     * @throws IllegalArgumentException if there can never be
     */
    public synchronized boolean offer(int length, Consumer<ByteBuffer> writer) {
        if (closed) {
            throw new IllegalStateException("the user ring buffer is closed");
        }
        long total = ((long) length + Ring.HEADER + 7) & -8;
        if (length < 0 || total > size) {
            throw new IllegalArgumentException(
                    "a record of %d bytes in a ring of %d with headers of 8".formatted(length, size));
        }
        long position = (long) POSITION.get(producer, 0);
        long read = (long) POSITION.getAcquire(consumer, 0);
        if (size - (position - read) < total) {
            return false;
        }
        write(position, length, total, writer);
        return true;
    }

    /** A program that comes upon a record that is busy waits for another time. */
    private void write(long position, int length, long total, Consumer<ByteBuffer> writer) {
        int start = dataStart + (int) (position & size - 1);
        producer.putInt(start + Integer.BYTES, 0);
        LENGTH.setRelease(producer, start, length | Ring.BUSY);
        POSITION.setRelease(producer, 0, position + total);
        int header = length | Ring.DISCARD;
        try {
            writer.accept(producer.slice(start + Ring.HEADER, length).order(ByteOrder.nativeOrder()));
            header = length;
        } finally {
            LENGTH.setRelease(producer, start, header);
        }
    }

    /** Unmaps the buffer; what has been written can still be read. */
    @Override
    public synchronized void close() {
        closed = true;
        consumerPage.close();
        producerPages.close();
    }
}
