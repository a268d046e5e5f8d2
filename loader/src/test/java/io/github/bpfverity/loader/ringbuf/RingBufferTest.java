package io.github.bpfverity.loader.ringbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.kernel.MapInfo;
import io.github.bpfverity.loader.kernel.ProgLoad;
import io.github.bpfverity.loader.kernel.ProgTestRun;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.github.bpfverity.loader.spec.MapType;
import io.github.bpfverity.loader.spec.ProgramType;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class RingBufferTest {
    private static final int SIZE = 4096;
    private static final int RINGBUF_OUTPUT = 130;
    private static final Duration LONG = Duration.ofSeconds(20);

    private LinuxKernel kernel;
    private BpfMap map;
    private Fd program;

    /** A socket filter that sends the first {@code length} bytes of its stack, 8 bytes of which are 7s. */
    @BeforeEach
    void load() {
        kernel = ThisKernel.assumeUsable();
        try (Fd fd = kernel.createMap(MapCreate.of(MapType.RINGBUF, 0, 0, SIZE, 0, "events"))) {
            map = Loader.create().map(MapInfo.of(kernel, fd).id());
        }
        program = sender(12);
    }

    private Fd sender(int length) {
        long[] code = {
            Insn.of(0x7a, 10, 0, -8, 0x0909),
            Insn.of(0x7a, 10, 0, -16, 0x0707),
            Insn.of(0x18, 1, Insn.PSEUDO_MAP_FD, 0, map.fd().value()),
            0,
            Insn.of(0xbf, 2, 10, 0, 0),
            Insn.of(0x07, 2, 0, 0, -16),
            Insn.of(0xb7, 3, 0, 0, length),
            Insn.of(0xb7, 4, 0, 0, 0),
            Insn.of(Insn.CALL, 0, 0, 0, RINGBUF_OUTPUT),
            Insn.of(Insn.EXIT, 0, 0, 0, 0),
        };
        return kernel.loadProgram(ProgLoad.of(ProgramType.SOCKET_FILTER, 0, "sender", code, "GPL"));
    }

    @AfterEach
    void close() {
        if (map != null) {
            program.close();
            map.close();
        }
    }

    private int send(int times) {
        ByteBuf packet = ThisKernel.buffer(64).writeZero(64);
        return kernel.testRun(new ProgTestRun(program, packet, null, null, null, times, 0, 0, 0))
                .returnValue();
    }

    @Test
    void aRecordArrivesWhole() {
        try (RingBuffer ring = RingBuffer.open(map)) {
            send(1);
            List<String> seen = new ArrayList<>();
            int count = ring.poll(
                    LONG,
                    record -> seen.add(record.readableBytes() + " " + record.readLongLE() + " " + record.readIntLE()));
            assertThat(count).isEqualTo(1);
            assertThat(seen).containsExactly("12 " + 0x0707 + " " + 0x0909);
        }
    }

    @Test
    void recordsGoAroundTheRing() {
        try (RingBuffer ring = RingBuffer.open(map)) {
            int total = 0;
            for (int i = 0; i < 100; i++) {
                assertThat(send(100)).isZero();
                total += ring.consume(record -> assertThat(record.readLongLE()).isEqualTo(0x0707));
            }
            assertThat(total).isEqualTo(10_000);
        }
    }

    @Test
    void aFullRingLosesRecordsAndGoesOn() {
        try (RingBuffer ring = RingBuffer.open(map)) {
            assertThat(send(1000)).isNotZero();
            // Each takes 24 bytes, and one byte more than the rest of the ring cannot be had.
            assertThat(ring.consume(record -> {})).isEqualTo((SIZE - 1) / 24);
            assertThat(send(1)).isZero();
            assertThat(ring.consume(record -> {})).isEqualTo(1);
        }
    }

    @Test
    void thePositionGoesOnWithTheNextReader() {
        try (RingBuffer ring = RingBuffer.open(map)) {
            assertThat(ring.position()).isZero();
            send(3);
            ring.consume(record -> {});
            assertThat(ring.position()).isEqualTo(3 * 24);
        }
        try (RingBuffer ring = RingBuffer.open(map)) {
            assertThat(ring.position()).isEqualTo(3 * 24);
            send(1);
            assertThat(ring.position()).isEqualTo(3 * 24);
            ring.consume(record -> {});
            assertThat(ring.position()).isEqualTo(4 * 24);
        }
    }

    @Test
    void aTimeoutEndsTheWait() {
        try (RingBuffer ring = RingBuffer.open(map)) {
            long start = System.nanoTime();
            assertThat(ring.poll(Duration.ofMillis(30), record -> {})).isZero();
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(29));
        }
    }

    @Test
    void anotherThreadEndsTheWait() throws Exception {
        try (RingBuffer ring = RingBuffer.open(map)) {
            var waiting = CompletableFuture.supplyAsync(() -> ring.poll(LONG, record -> {}), OwnThread.START);
            Thread.sleep(50);
            ring.wakeup();
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isZero();
            send(1);
            assertThat(ring.poll(LONG, record -> {})).isEqualTo(1);
        }
    }

    @Test
    void closingEndsTheWaitOfAnotherThread() throws Exception {
        RingBuffer ring = RingBuffer.open(map);
        var waiting = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return "polled " + ring.poll(LONG, record -> {});
                    } catch (IllegalStateException e) {
                        return e.getMessage();
                    }
                },
                OwnThread.START);
        Thread.sleep(50);
        ring.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("the ring buffer is closed");
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> ring.consume(record -> {}));
        ring.wakeup();
        ring.close();
    }

    @Test
    void aHandlerMayCloseTheRingItIsCalledFrom() {
        RingBuffer ring = RingBuffer.open(map);
        send(3);
        List<Integer> seen = new ArrayList<>();
        int count = ring.poll(LONG, record -> {
            ring.close();
            seen.add(record.readableBytes());
        });
        assertThat(count).isEqualTo(1);
        assertThat(seen).containsExactly(12);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> ring.consume(record -> {}));
    }

    @Test
    void aHandlerMayNotReadOn() {
        try (RingBuffer ring = RingBuffer.open(map)) {
            send(1);
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> ring.consume(record -> ring.consume(again -> {})))
                    .withMessageContaining("may not read on");
        }
    }

    @Test
    void recordsComeOneByOneUntilAWakeup() {
        try (RingBuffer ring = RingBuffer.open(map)) {
            send(3);
            List<Long> seen = new ArrayList<>();
            for (ByteBuf record : ring.records()) {
                seen.add(record.readLongLE());
                if (seen.size() == 2) {
                    break;
                }
            }
            // What was not asked for is still there.
            for (ByteBuf record : ring.records()) {
                seen.add(record.readLongLE());
                ring.wakeup();
            }
            assertThat(seen).containsExactly(0x0707L, 0x0707L, 0x0707L);
        }
    }

    @Test
    void closingEndsTheRecords() throws Exception {
        RingBuffer ring = RingBuffer.open(map);
        send(1);
        CountDownLatch first = new CountDownLatch(1);
        var counting = CompletableFuture.supplyAsync(
                () -> {
                    int count = 0;
                    for (ByteBuf record : ring.records()) {
                        count += record.isReadable() ? 1 : 0;
                        first.countDown();
                    }
                    return count;
                },
                OwnThread.START);
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        ring.close();
        assertThat(counting.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void anExceptionFromTheHandlerCountsTheRecordAsRead() {
        try (RingBuffer ring = RingBuffer.open(map)) {
            send(2);
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> ring.consume(record -> {
                        throw new ArithmeticException();
                    }));
            assertThat(ring.consume(record -> {})).isEqualTo(1);
        }
    }

    @Test
    void theRecordCannotBeWritten() {
        try (RingBuffer ring = RingBuffer.open(map)) {
            send(1);
            ring.consume(record -> assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> record.setByte(record.readerIndex(), 1)));
        }
    }

    @Test
    void otherMapsAreRefused() {
        try (Fd fd = kernel.createMap(MapCreate.of(MapType.ARRAY, 4, 4, 1, 0, "array"));
                BpfMap array = Loader.create().map(MapInfo.of(kernel, fd).id())) {
            assertThatIllegalArgumentException().isThrownBy(() -> RingBuffer.open(array));
        }
    }
}
