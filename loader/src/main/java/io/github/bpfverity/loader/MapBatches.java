package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.MapBatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads, writes and removes entries many at a time.
 *
 * <p>Map types without batch operations refuse with EOPNOTSUPP (524 on some kernels). Buffers hold keys, and
 * values, one after another; a per-CPU value is the processors' values, each padded to a multiple of 8.
 */
public final class MapBatches {
    private static final int START = 1024;

    private final Kernel kernel;
    private final Fd map;
    private final int keySize;
    private final int valueSize;
    private final int maxEntries;

    MapBatches(Kernel kernel, Fd map, int keySize, int valueSize, int maxEntries) {
        this.kernel = kernel;
        this.map = map;
        this.keySize = keySize;
        this.valueSize = valueSize;
        this.maxEntries = maxEntries;
    }

    /**
     * Sets {@code count} entries.
     *
     * @param keys direct, its first bytes are the keys
     * @param values direct, its first bytes are the values
     * @param flags as for {@link BpfMap#put(byte[], byte[], long)}
     */
    public void put(ByteBuf keys, ByteBuf values, int count, long flags) {
        kernel.updateBatch(request(keys, values, count, flags));
    }

    /**
     * Removes {@code count} entries.
     *
     * @param keys direct, its first bytes are the keys
     * @return how many were removed before a missing key ended it
     */
    public int delete(ByteBuf keys, int count) {
        require(keys, keySize, count);
        return kernel.deleteBatch(new MapBatch(map, null, null, keys, null, count, 0))
                .count();
    }

    private MapBatch request(ByteBuf keys, ByteBuf values, int count, long flags) {
        require(keys, keySize, count);
        require(values, valueSize, count);
        return new MapBatch(map, null, null, keys, values, count, flags);
    }

    private static void require(ByteBuf buffer, int size, int count) {
        if (buffer.capacity() < (long) size * count) {
            throw new IllegalArgumentException(
                    "a buffer of %d bytes for %d times %d".formatted(buffer.capacity(), count, size));
        }
    }

    /** Passes every entry on; the slices are valid during the call only. */
    public void forEach(BiConsumer<ByteBuf, ByteBuf> action) {
        walk(Math.min(START, most()), action);
    }

    private void walk(int start, BiConsumer<ByteBuf, ByteBuf> action) {
        // Hash maps keep a bucket number there, four bytes; others a key.
        ByteBuf position = Unpooled.directBuffer(Math.max(keySize, Integer.BYTES));
        int room = start;
        boolean first = true;
        try {
            while (true) {
                Page page = new Page(room);
                try {
                    MapBatch.Result result = page.read(first ? null : position, position);
                    first = false;
                    page.pass(result.count(), action);
                    if (result.last()) {
                        return;
                    }
                } catch (BpfCallException e) {
                    if (!e.is(Errno.ENOSPC) || room >= most()) {
                        throw e;
                    }
                    room = (int) Math.min(most(), room * 2L); // a hash bucket has more entries than fit
                } finally {
                    page.release();
                }
            }
        } finally {
            position.release();
        }
    }

    /** How many entries a batch can have: all, or as many as a buffer has bytes for. */
    private int most() {
        int largest = Integer.MAX_VALUE / Math.max(1, Math.max(keySize, valueSize));
        return Math.max(1, Math.min(maxEntries, largest));
    }

    /** Room for one batch. */
    private final class Page {
        private final int room;
        private final ByteBuf keys;
        private final ByteBuf values;

        Page(int room) {
            this.room = room;
            keys = Unpooled.directBuffer(room * keySize);
            values = Unpooled.directBuffer(room * valueSize);
        }

        MapBatch.Result read(@Nullable ByteBuf from, ByteBuf next) {
            return kernel.lookupBatch(new MapBatch(map, from, next, keys, values, room, 0));
        }

        void pass(int count, BiConsumer<ByteBuf, ByteBuf> action) {
            keys.writerIndex(count * keySize);
            values.writerIndex(count * valueSize);
            for (int i = 0; i < count; i++) {
                action.accept(keys.slice(i * keySize, keySize), values.slice(i * valueSize, valueSize));
            }
        }

        void release() {
            keys.release();
            values.release();
        }
    }
}
