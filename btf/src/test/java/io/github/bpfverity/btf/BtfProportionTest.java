package io.github.bpfverity.btf;

import static io.github.bpfverity.btf.RawBtf.info;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.bytes.FormatException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Files made to cost more than their size: time stays below 1 s and memory below 32 bytes, each per byte. */
class BtfProportionTest {
    private static final long FIXED_MEMORY = 64L << 20;
    private static final long MEMORY_PER_BYTE = 32;
    private static final double NANOS_PER_BYTE = 1e9 / (1 << 20);

    private static void assertInProportion(int size, Callable<?> work) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long allocated = threads.getThreadAllocatedBytes(thread);
        long time = threads.getCurrentThreadCpuTime();
        try {
            work.call();
        } catch (FormatException expected) {
            // A fault has to come in time too.
        }
        assertThat(threads.getCurrentThreadCpuTime() - time)
                .isLessThan((long) (NANOS_PER_BYTE * size) + 1_000_000_000L);
        assertThat(threads.getThreadAllocatedBytes(thread) - allocated)
                .isLessThan(FIXED_MEMORY + MEMORY_PER_BYTE * size);
    }

    private static void assertInProportion(RawBtf raw) throws Exception {
        byte[] bytes = raw.bytes();
        assertInProportion(bytes.length, () -> Btf.parse(bytes, "large"));
    }

    @Test
    void asManyTypesAsFit() throws Exception {
        var raw = new RawBtf(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 100_000; i++) {
            raw.type(0, info(2, 0), i);
        }
        assertInProportion(raw);
    }

    @Test
    void oneTypeWithAsManyMembersAsFit() throws Exception {
        var raw = new RawBtf(ByteOrder.LITTLE_ENDIAN).anInt().type(0, info(4, 100_000), 4);
        for (int i = 0; i < 100_000; i++) {
            raw.more(1, 1, 0);
        }
        assertInProportion(raw);
    }

    @Test
    void theLargestCountsInTheSmallestFile() throws Exception {
        for (int kind = 0; kind < 128; kind++) {
            assertInProportion(new RawBtf(ByteOrder.LITTLE_ENDIAN).type(0, info(kind, 0xffffff), -1));
        }
    }

    @Test
    void arraysOfArrays() throws Exception {
        var raw = new RawBtf(ByteOrder.LITTLE_ENDIAN).anInt();
        for (int id = 1; id < 50_000; id++) {
            raw.type(0, info(3, 0), 0, id % 60 == 0 ? 1 : id, 1, 1);
        }
        assertInProportion(raw);
    }

    /** Each struct holds the one before it twice: counting every path would take 2 to the 60th steps. */
    @Test
    void structsThatHoldEachOtherTwice() throws Exception {
        var raw = new RawBtf(ByteOrder.LITTLE_ENDIAN).anInt();
        for (int id = 1; id < 60; id++) {
            raw.type(0, info(4, 2), 4, 0, id, 0, 0, id, 0);
        }
        byte[] bytes = raw.bytes();
        assertInProportion(bytes.length, () -> Btf.parse(bytes, "nested").alignOf(60));
        assertThat(Btf.parse(bytes, "nested").alignOf(60)).isEqualTo(4);
    }

    /** The names are the ends of one long string, so that together they are far longer than the file. */
    @Test
    void manyLongNames() throws Exception {
        var raw = new RawBtf(ByteOrder.LITTLE_ENDIAN).strings("\0" + "n".repeat(500_000) + "\0");
        for (int i = 1; i < 40_000; i++) {
            raw.type(i, info(7, 0), 0);
        }
        byte[] bytes = raw.bytes();
        assertInProportion(bytes.length, () -> {
            Btf btf = Btf.parse(bytes, "long names");
            for (int i = 0; i < 20; i++) {
                assertThat(btf.find(BtfKind.FWD, "name")).isEmpty();
            }
            return btf;
        });
    }
}
