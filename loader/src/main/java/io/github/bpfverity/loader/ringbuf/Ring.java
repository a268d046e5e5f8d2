package io.github.bpfverity.loader.ringbuf;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The memory that a ring buffer shares with the kernel.
 *
 * <p>One page holds the consumer's position, which is ours to write; the next the producer's, which is not. The
 * data follows twice in a row, so that a record that wraps around lies in one piece. Positions only grow; their
 * low bits are the place in the data. Each record has an 8-byte header, of which the first four bytes are the
 * length and two flags, and takes a multiple of 8 bytes.
 */
final class Ring implements AutoCloseable {
    /** {@code BPF_RINGBUF_BUSY_BIT}: reserved, not yet submitted. */
    static final int BUSY = 1 << 31;

    /** {@code BPF_RINGBUF_DISCARD_BIT}: given up by the program. */
    static final int DISCARD = 1 << 30;

    /** {@code BPF_RINGBUF_HDR_SZ}. */
    static final int HEADER = 8;

    private static final VarHandle POSITION =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle LENGTH = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    /** Both mappings of the data must fit an {@code int}. */
    private static final int LARGEST = 1 << 29;

    private final SystemCalls.Mapping consumerPage;
    private final SystemCalls.Mapping producerPages;
    private final ByteBuffer consumer;
    private final ByteBuffer producer;
    private final ByteBuf record;
    private final int dataStart;
    private final int mask;

    private Ring(SystemCalls.Mapping consumerPage, SystemCalls.Mapping producerPages, int pageSize, int size) {
        this.consumerPage = consumerPage;
        this.producerPages = producerPages;
        this.consumer = consumerPage.bytes();
        this.producer = producerPages.bytes();
        this.record = Unpooled.wrappedBuffer(producer);
        this.dataStart = pageSize;
        this.mask = size - 1;
    }

    static void requireMappable(int size) {
        if (size <= 0 || size > LARGEST || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("a ring buffer of %d bytes".formatted(size));
        }
    }

    /** Maps a ring buffer of {@code size} bytes. */
    static Ring map(SystemCalls system, Fd map, int size) {
        requireMappable(size);
        int page = system.pageSize();
        SystemCalls.Mapping consumer = system.map(map, 0, page, true);
        try {
            return new Ring(consumer, system.map(map, page, page + 2 * size, false), page, size);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * Passes on the records that are there when it begins, {@code limit} of them at most, for as long as {@code going}
     * says so.
     *
     * <p>The acquiring loads see what the kernel wrote before it published a position or cleared a busy bit; the
     * releasing store lets the kernel write over a record only after the handler has read it.
     */
    int consume(Consumer<ByteBuf> handler, int limit, BooleanSupplier going) {
        int count = 0;
        long position = (long) POSITION.getAcquire(consumer, 0);
        long end = (long) POSITION.getAcquire(producer, 0);
        while (position < end && count < limit && going.getAsBoolean()) {
            int start = dataStart + (int) (position & mask);
            int header = (int) LENGTH.getAcquire(producer, start);
            if ((header & BUSY) != 0) {
                return count;
            }
            int length = header & ~DISCARD;
            position += (length + HEADER + 7) & -8;
            try {
                if ((header & DISCARD) == 0) {
                    count++;
                    handler.accept(record.setIndex(start + HEADER, start + HEADER + length));
                }
            } finally {
                POSITION.setRelease(consumer, 0, position);
            }
        }
        return count;
    }

    @Override
    public void close() {
        consumerPage.close();
        producerPages.close();
    }
}
