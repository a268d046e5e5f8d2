package io.github.bpfverity.benchmarks;

import com.sun.management.ThreadMXBean;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.Program;
import io.github.bpfverity.loader.TestRun;
import io.github.bpfverity.loader.ringbuf.RingBuffer;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reading records of 64 bytes that wait in a ring buffer. */
final class RecordWorks {
    private static final int RUNS = 100;
    private static final int RECORDS = RUNS * 100;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path directory;
    private final Consumer<ByteBuf> take = this::take;
    private @Nullable Program producer;
    private @Nullable RingBuffer ring;
    private long sum;

    RecordWorks(Path directory) {
        this.directory = directory;
    }

    /** Picoseconds a record, in batches of 10,000. */
    long consume() throws IOException {
        RingBuffer filled = filled();
        long start = System.nanoTime();
        int count = filled.consume(take);
        long end = System.nanoTime();
        requireAll(count);
        return (end - start) * 1000 / RECORDS;
    }

    /** Bytes allocated while 10,000 records are read. */
    long allocated() throws IOException {
        RingBuffer filled = filled();
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        int count = filled.consume(take);
        long after = THREADS.getThreadAllocatedBytes(thread);
        requireAll(count);
        return after - before;
    }

    private RingBuffer filled() throws IOException {
        if (producer == null || ring == null) {
            ObjectSpec spec = ObjectSpec.read(directory.resolve("runtime.bpf.el.o"));
            LoadedObject object = Loader.create().load(spec); // stays loaded for as long as this process
            producer = object.program("produce");
            ring = RingBuffer.open(object.map("records"));
        }
        producer.testRun(TestRun.packet(new byte[64]).repeated(RUNS));
        return ring;
    }

    private void take(ByteBuf record) {
        sum += record.readLongLE();
    }

    private void requireAll(int count) {
        if (count != RECORDS || sum == 0) {
            throw new IllegalStateException(count + " records, expected " + RECORDS);
        }
    }
}
