package io.github.bpfverity.loader.ringbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.TestRun;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.github.bpfverity.loader.spec.Fixtures;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rings that user space writes, and perf buffers. */
@Tag("kernel")
class OtherRingsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private LoadedObject object;

    @BeforeEach
    void load() {
        ThisKernel.assumeUsable();
        object = Loader.create().load(Fixtures.spec("rings", ByteOrder.nativeOrder()));
    }

    @AfterEach
    void close() {
        if (object != null) {
            object.close();
        }
    }

    private int run(String program, int times) {
        return object.program(program)
                .testRun(TestRun.packet(new byte[64]).repeated(times))
                .returnValue();
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putLong(number)
                .array();
    }

    @Test
    void programsReadWhatUserSpaceWrites() {
        try (UserRingBuffer requests = UserRingBuffer.open(object.map("requests"))) {
            for (long n = 1; n <= 1000; n++) {
                assertThat(requests.offer(number(n))).isTrue();
                if (n % 100 == 0) {
                    assertThat(run("drain", 1)).isEqualTo(100);
                }
            }
            assertThat(object.variable("sum").getLong()).isEqualTo(500_500);
        }
    }

    @Test
    void aFullRingTakesNoMoreUntilItIsRead() {
        try (UserRingBuffer requests = UserRingBuffer.open(object.map("requests"))) {
            int taken = 0;
            while (requests.offer(number(1))) {
                taken++;
            }
            assertThat(taken).isEqualTo(4096 / 16);
            assertThat(run("drain", 1)).isEqualTo(taken);
            assertThat(requests.offer(number(1))).isTrue();
            assertThatIllegalArgumentException().isThrownBy(() -> requests.offer(new byte[4089]));
        }
    }

    @Test
    void aRecordWhoseWriterFailsIsGivenUp() {
        try (UserRingBuffer requests = UserRingBuffer.open(object.map("requests"))) {
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> requests.offer(8, to -> {
                        throw new ArithmeticException();
                    }));
            requests.offer(number(5));
            run("drain", 1);
            assertThat(object.variable("sum").getLong()).isEqualTo(5);
        }
    }

    @Test
    void perfRecordsArriveInOrderAndGoAroundTheRing() {
        try (PerfBuffer events = PerfBuffer.open(object.map("events"), 1)) {
            List<Long> seen = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                // One processor's records: the trial runs on one.
                assertThat(run("send", 50)).isZero();
                events.poll(LONG, (cpu, record) -> {
                    seen.add(record.readLongLE());
                    assertThat(record.readLongLE()).isEqualTo(7);
                    assertThat(record.readLongLE()).isEqualTo(9);
                });
            }
            assertThat(seen).hasSize(1000).doesNotHaveDuplicates().contains(1L, 1000L);
        }
    }

    @Test
    void lostPerfRecordsAreCounted() {
        try (PerfBuffer events = PerfBuffer.open(object.map("events"), 1)) {
            run("send", 1000);
            Counter counter = new Counter();
            int first = events.consume(counter);
            assertThat(first).isBetween(1, 999);
            // The kernel tells of the loss before the next record that finds room, on the processor that lost it.
            for (int i = 0; i < 50 && counter.lost.get() == 0; i++) {
                run("send", 1);
                events.consume(counter);
            }
            assertThat(counter.lost.get()).isPositive();
        }
    }

    private static final class Counter implements PerfBuffer.Handler {
        final AtomicLong lost = new AtomicLong();

        @Override
        public void record(int cpu, ByteBuf record) {
            assertThat(record.readableBytes()).isBetween(24, 31);
        }

        @Override
        public void lost(int cpu, long count) {
            lost.addAndGet(count);
        }
    }

    @Test
    void aPerfHandlerMayCloseTheBufferItIsCalledFrom() {
        PerfBuffer events = PerfBuffer.open(object.map("events"), 1);
        run("send", 3);
        assertThat(events.poll(LONG, (cpu, record) -> events.close())).isEqualTo(1);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> events.consume((cpu, record) -> {}));
        assertThat(run("send", 1)).isNotZero();
    }

    @Test
    void otherMapsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PerfBuffer.open(object.map("requests"), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> PerfBuffer.open(object.map("events"), 3));
        assertThatIllegalArgumentException().isThrownBy(() -> UserRingBuffer.open(object.map("events")));
    }
}
