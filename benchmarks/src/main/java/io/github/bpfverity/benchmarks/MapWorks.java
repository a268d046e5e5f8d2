package io.github.bpfverity.benchmarks;

import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.MapBatches;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Access to a hash map with keys of 4 bytes and values of 8. Times of single accesses are nanoseconds each. */
final class MapWorks {
    private static final int KEYS = 10_000;
    private static final int ENTRIES = 100_000;
    private static final int BATCH = 1_000;

    private final Path directory;
    private final ByteBuf key = Unpooled.directBuffer(4).setZero(0, 4);
    private final ByteBuf value = Unpooled.directBuffer(8).setZero(0, 8);
    private final ByteBuf keys = Unpooled.directBuffer(4 * ENTRIES);
    private final ByteBuf values = Unpooled.directBuffer(8 * ENTRIES);
    private @Nullable BpfMap loaded;

    MapWorks(Path directory) {
        this.directory = directory;
        for (int i = 0; i < ENTRIES; i++) {
            keys.writeIntLE(i);
            values.writeLongLE(i);
        }
    }

    private BpfMap map() throws IOException {
        if (loaded == null) {
            ObjectSpec spec = ObjectSpec.read(directory.resolve("runtime.bpf.el.o"));
            loaded = Loader.create().load(spec).map("entries"); // stays loaded for as long as this process
        }
        return loaded;
    }

    long lookup() throws IOException {
        BpfMap map = map();
        long start = System.nanoTime();
        for (int i = 0; i < KEYS; i++) {
            require(map.get(key.setIntLE(0, i), value));
        }
        return (System.nanoTime() - start) / KEYS;
    }

    long update() throws IOException {
        BpfMap map = map();
        long start = System.nanoTime();
        for (int i = 0; i < KEYS; i++) {
            map.put(key.setIntLE(0, i), value, BpfMap.ANY);
        }
        return (System.nanoTime() - start) / KEYS;
    }

    long lookupArrays() throws IOException {
        BpfMap map = map();
        long start = System.nanoTime();
        for (int i = 0; i < KEYS; i++) {
            require(map.get(bytes(i)).isPresent());
        }
        return (System.nanoTime() - start) / KEYS;
    }

    long updateArrays() throws IOException {
        BpfMap map = map();
        byte[] one = new byte[8];
        long start = System.nanoTime();
        for (int i = 0; i < KEYS; i++) {
            map.put(bytes(i), one);
        }
        return (System.nanoTime() - start) / KEYS;
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(number)
                .array();
    }

    long batch() throws IOException {
        MapBatches batches = map().batches();
        long start = System.nanoTime();
        for (int i = 0; i < ENTRIES; i += BATCH) {
            batches.put(keys.slice(4 * i, 4 * BATCH), values.slice(8 * i, 8 * BATCH), BATCH, BpfMap.ANY);
        }
        return System.nanoTime() - start;
    }

    private static void require(boolean found) {
        if (!found) {
            throw new IllegalStateException("no such key");
        }
    }
}
