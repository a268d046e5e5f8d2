package io.github.bpfverity.loader.ringbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.netty.buffer.ByteBuf;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ring whose kernel is this test. */
class RingTest {
    private static final int PAGE = 4096;
    private static final int SIZE = 4096;

    private final ByteBuffer consumer = memory(PAGE);
    private final ByteBuffer producer = memory(PAGE + 2 * SIZE);
    private final List<String> seen = new ArrayList<>();
    private final Consumer<ByteBuf> keep =
            record -> seen.add(record.readableBytes() + ":" + record.getLongLE(record.readerIndex()));
    private Ring ring;
    private long end;

    private static ByteBuffer memory(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    @BeforeEach
    void map() {
        ring = Ring.map(
                (SystemCalls) Proxy.newProxyInstance(
                        RingTest.class.getClassLoader(),
                        new Class<?>[] {SystemCalls.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("pageSize") ? PAGE : new Mapped((long) arguments[1])),
                new Fd(0, fd -> {}),
                SIZE);
    }

    private final class Mapped implements SystemCalls.Mapping {
        private final long offset;

        Mapped(long offset) {
            this.offset = offset;
        }

        @Override
        public ByteBuffer bytes() {
            ByteBuffer pages = producer.asReadOnlyBuffer().order(producer.order());
            return offset == 0 ? consumer : pages;
        }

        @Override
        public void close() {}
    }

    /** Puts a record with a number at the end, and its header's place twice as the kernel's mappings show it. */
    private long put(int length, int flags, long number) {
        int place = (int) end % SIZE;
        putTwice(place, length | flags);
        for (int i = 0; i < Long.BYTES; i++) {
            putByteTwice((place + Ring.HEADER + i) % SIZE, (byte) (number >> Byte.SIZE * i));
        }
        long at = end;
        end += (length + Ring.HEADER + 7) / 8 * 8;
        producer.putLong(0, end);
        return at;
    }

    private void putTwice(int place, int word) {
        producer.putInt(PAGE + place, word);
        producer.putInt(PAGE + SIZE + place, word);
    }

    private void putByteTwice(int place, byte value) {
        producer.put(PAGE + place, value);
        producer.put(PAGE + SIZE + place, value);
    }

    private int consume(int limit) {
        return ring.consume(keep, limit, () -> true);
    }

    private long given() {
        return consumer.getLong(0);
    }

    @Test
    void recordsComeInOrderAndTheirMemoryGoesBack() {
        put(8, 0, 1);
        put(12, 0, 2);
        put(64, 0, 3);
        assertThat(consume(100)).isEqualTo(3);
        assertThat(seen).containsExactly("8:1", "12:2", "64:3");
        assertThat(given()).isEqualTo(end);
        assertThat(consume(100)).isZero();
    }

    @Test
    void recordsOfAllLengthsGoAroundTheRing() {
        for (int number = 1; number <= 2000; number++) {
            int length = 8 + number % 1000;
            put(length, 0, number);
            assertThat(consume(100)).isEqualTo(1);
            assertThat(seen).containsExactly(length + ":" + number);
            seen.clear();
            assertThat(given()).isEqualTo(end);
        }
    }

    @Test
    void aRecordThatEndsWithTheMemoryIsFollowedByOneAtItsBeginning() {
        put(SIZE / 2 - Ring.HEADER, 0, 1);
        put(SIZE / 2 - Ring.HEADER, 0, 2);
        assertThat(consume(100)).isEqualTo(2);
        put(8, 0, 3);
        put(8, 0, 4);
        assertThat(consume(100)).isEqualTo(2);
        assertThat(seen).endsWith("8:3", "8:4");
    }

    @Test
    void discardedRecordsAreLeftOutAndTheirMemoryGoesBack() {
        put(8, Ring.DISCARD, 1);
        put(8, 0, 2);
        put(40, Ring.DISCARD, 3);
        assertThat(consume(100)).isEqualTo(1);
        assertThat(seen).containsExactly("8:2");
        assertThat(given()).isEqualTo(end);
    }

    @Test
    void aBusyRecordEndsTheReadingUntilItIsSubmitted() {
        put(8, 0, 1);
        long busy = put(8, Ring.BUSY, 2);
        put(8, 0, 3);
        assertThat(consume(100)).isEqualTo(1);
        assertThat(given()).isEqualTo(busy);
        assertThat(consume(100)).isZero();
        putTwice((int) busy, 8);
        assertThat(consume(100)).isEqualTo(2);
        assertThat(seen).containsExactly("8:1", "8:2", "8:3");
    }

    @Test
    void noMoreThanTheLimitIsRead() {
        put(8, 0, 1);
        long second = put(8, 0, 2);
        assertThat(consume(1)).isEqualTo(1);
        assertThat(given()).isEqualTo(second);
        assertThat(consume(1)).isEqualTo(1);
        assertThat(seen).containsExactly("8:1", "8:2");
    }

    @Test
    void memoryGoesBackWhileRecordsAreStillRead() {
        for (int number = 0; number < SIZE / 16; number++) {
            put(8, 0, number);
        }
        List<Long> behind = new ArrayList<>();
        ring.consume(record -> behind.add(16L * behind.size() - given()), Integer.MAX_VALUE, () -> true);
        assertThat(behind).hasSize(SIZE / 16).allMatch(bytes -> bytes >= 0 && bytes < SIZE / 16);
    }

    @Test
    void aRecordThatFailedCountsAsRead() {
        put(8, 0, 1);
        long second = put(8, 0, 2);
        assertThatIllegalStateException()
                .isThrownBy(() -> ring.consume(
                        record -> {
                            throw new IllegalStateException();
                        },
                        100,
                        () -> true));
        assertThat(given()).isEqualTo(second);
        assertThat(consume(100)).isEqualTo(1);
        assertThat(seen).containsExactly("8:2");
    }
}
