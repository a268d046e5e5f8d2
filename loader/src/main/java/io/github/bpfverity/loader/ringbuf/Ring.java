package io.github.bpfverity.loader.ringbuf;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
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

    /** Both mappings of the data must fit an {@code int}. */
    private static final int LARGEST = 1 << 29;

    /** Memory is given back by parts of this many: each time is a store that a program's next record waits for. */
    private static final int LOTS = 16;

    private final SystemCalls.Mapping consumerPage;
    private final SystemCalls.Mapping producerPages;
    private final ByteBuffer consumer;
    private final ByteBuffer producer;
    private final ByteBuf record;
    private final int dataStart;
    private final int dataEnd;
    private final int size;
    private final int mask;
    private final int lot;
    private volatile long position;

    private Ring(SystemCalls.Mapping consumerPage, SystemCalls.Mapping producerPages, int pageSize, int size) {
        this.consumerPage = consumerPage;
        this.producerPages = producerPages;
        this.consumer = consumerPage.bytes();
        this.producer = producerPages.bytes();
        this.record = Unpooled.wrappedBuffer(producer);
        this.dataStart = pageSize;
        this.dataEnd = pageSize + size;
        this.size = size;
        this.mask = size - 1;
        this.lot = size / LOTS;
        this.position = consumer.getLong(0);
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

    /** How far it has been read, by whoever, as of the last {@link #consume}. */
    long position() {
        return position;
    }

    /**
     * Passes on the records that are there when it begins, {@code limit} of them at most, for as long as {@code going}
     * says so. A record counts as read once it was passed on, even if the handler failed; its memory is given back to
     * the kernel with that of others.
     *
     * <p>Where a record begins is known only when the length of the one before it is loaded, so that nothing else
     * should be in that chain: places are wrapped around by a branch and flags are looked at beside it.
     */
    int consume(Consumer<ByteBuf> handler, int limit, BooleanSupplier going) {
        int count = 0;
        long at = consumer.getLong(0);
        long given = at;
        int start = dataStart + (int) (at & mask);
        long end = acquireLong(producer, 0);
        try {
            while (at < end && count < limit && going.getAsBoolean()) {
                given = at - given < lot ? given : giveBack(at);
                int header = acquireInt(producer, start);
                if (header < 0) { // BUSY
                    break;
                }
                int length = header & ~DISCARD;
                int data = start + HEADER;
                int taken = length + HEADER + 7 & -8;
                at += taken;
                start = start + taken < dataEnd ? start + taken : start + taken - size;
                if (header == length) {
                    count++;
                    handler.accept(record.setIndex(data, data + length));
                }
            }
        } finally {
            position = giveBack(at);
        }
        return count;
    }

    /** What the kernel wrote before it published this number is seen after it. */
    private static long acquireLong(ByteBuffer memory, int at) {
        long value = memory.getLong(at);
        VarHandle.acquireFence();
        return value;
    }

    private static int acquireInt(ByteBuffer memory, int at) {
        int value = memory.getInt(at);
        VarHandle.acquireFence();
        return value;
    }

    /** Lets the kernel write over what lies before {@code position}, which has been read. */
    private long giveBack(long position) {
        VarHandle.releaseFence();
        consumer.putLong(0, position);
        return position;
    }

    @Override
    public void close() {
        consumerPage.close();
        producerPages.close();
    }
}
