package io.github.bpfverity.bytes;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
    private static final byte[] COUNTING = {1, 2, 3, 4, 5, 6, 7, 8};

    private static ByteReader little(int... values) {
        return reader(LITTLE_ENDIAN, values);
    }

    private static ByteReader reader(ByteOrder order, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteReader.of(bytes, order, "x.o");
    }

    private static void assertFault(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(FormatException.class).hasMessage(message);
    }

    @Test
    void readsLittleEndianValues() throws FormatException {
        ByteReader reader = ByteReader.of(COUNTING, LITTLE_ENDIAN, "x.o");
        assertThat(reader.u8()).isEqualTo(1);
        assertThat(reader.u16()).isEqualTo(0x0302);
        assertThat(reader.u32()).isEqualTo(0x07060504L);
        assertThat(reader.position()).isEqualTo(7);
        assertThat(reader.remaining()).isEqualTo(1);
        assertThat(reader.seek(0).u64()).isEqualTo(0x0807060504030201L);
        assertThat(reader.remaining()).isZero();
    }

    @Test
    void readsManyValuesAtOnce() throws FormatException {
        assertThat(words(ByteReader.of(COUNTING, LITTLE_ENDIAN, "x.o"), 2)).containsExactly(0x04030201, 0x08070605);
        assertThat(words(ByteReader.of(COUNTING, BIG_ENDIAN, "x.o").skip(4), 1)).containsExactly(0x05060708);
        assertThat(words(little(), 0)).isEmpty();
        assertFault(() -> little(1, 2, 3).words(1), "x.o at 0x0: need 4 bytes, have 3");
        assertFault(() -> little().words(Integer.MAX_VALUE), "x.o at 0x0: need 8589934588 bytes, have 0");
        assertFault(() -> little().words(-1), "x.o at 0x0: need -4 bytes, have 0");
    }

    private static int[] words(ByteReader reader, int count) throws FormatException {
        int[] words = new int[count];
        reader.words(count).get(words);
        return words;
    }

    @Test
    void readsWhatAMappingHolds() throws FormatException {
        ByteBuffer mapped = ByteBuffer.allocateDirect(10);
        mapped.put(1, COUNTING).position(1).limit(9);
        ByteReader reader = ByteReader.of(mapped, BIG_ENDIAN, "x.o");
        assertThat(reader.size()).isEqualTo(8);
        assertThat(reader.u32()).isEqualTo(0x01020304L);
        assertThat(words(reader, 1)).containsExactly(0x05060708);
        assertThat(reader.buffer().getInt(4)).isEqualTo(0x05060708);
        assertThat(reader.slice(6, 2, ".x").bytes(2)).containsExactly(7, 8);
    }

    @Test
    void readsBigEndianValues() throws FormatException {
        ByteReader reader = ByteReader.of(COUNTING, BIG_ENDIAN, "x.o");
        assertThat(reader.u8()).isEqualTo(1);
        assertThat(reader.u16()).isEqualTo(0x0203);
        assertThat(reader.u32()).isEqualTo(0x04050607L);
        assertThat(reader.seek(0).u64()).isEqualTo(0x0102030405060708L);
    }

    @Test
    void unsignedValuesAreNotNegative() throws FormatException {
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            ByteReader ones = reader(order, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
            assertThat(ones.u8()).isEqualTo(0xff);
            assertThat(ones.seek(0).u16()).isEqualTo(0xffff);
            assertThat(ones.seek(0).u32()).isEqualTo(0xffffffffL);
            assertThat(ones.seek(0).s32()).isEqualTo(-1);
            assertThat(ones.seek(0).u64()).isEqualTo(-1);
        }
    }

    @Test
    void readsWhatAByteBufferWrote() {
        qt().forAll(longs().all(), integers().between(0, 9)).checkAssert((value, at) -> {
            for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
                byte[] bytes =
                        ByteBuffer.allocate(17).order(order).putLong(at, value).array();
                ByteReader reader = ByteReader.of(bytes, order, "x.o");
                try {
                    assertThat(reader.seek(at).u64()).isEqualTo(value);
                } catch (FormatException e) {
                    throw new AssertionError(e);
                }
            }
        });
    }

    @Test
    void valuesPastTheEndAreRefusedAndTakeNothing() throws FormatException {
        ByteReader reader = little(1, 2, 3, 4, 5, 6, 7).seek(1);
        assertFault(reader::u64, "x.o at 0x1: need 8 bytes, have 6");
        reader.seek(4);
        assertFault(reader::u32, "x.o at 0x4: need 4 bytes, have 3");
        assertFault(reader::s32, "x.o at 0x4: need 4 bytes, have 3");
        reader.seek(6);
        assertFault(reader::u16, "x.o at 0x6: need 2 bytes, have 1");
        assertThat(reader.u8()).isEqualTo(7);
        assertFault(reader::u8, "x.o at 0x7: need 1 bytes, have 0");
        assertThat(reader.position()).isEqualTo(7);
    }

    @Test
    void aPartEndsWhereItEndsAndNotWithTheArray() throws FormatException {
        ByteReader part = ByteReader.of(COUNTING, BIG_ENDIAN, "x.o").slice(2, 3, ".data");
        assertThat(part.place()).isEqualTo("x.o:.data");
        assertThat(part.size()).isEqualTo(3);
        assertThat(part.order()).isEqualTo(BIG_ENDIAN);
        assertThat(part.u16()).isEqualTo(0x0304);
        assertFault(part::u16, "x.o:.data at 0x2: need 2 bytes, have 1");
        assertThat(part.u8()).isEqualTo(5);
        assertThat(part.slice(1, 2, "tail").bytes(2)).containsExactly(4, 5);
        assertFault(
                () -> part.slice(1, 3, "tail"),
                "x.o:.data at 0x3: tail (offset 0x1, size 0x3) lies outside (0x3 bytes)");
        assertThat(part.position()).isEqualTo(3);
    }

    @Test
    void partsOfUnsignedOffsetsAndSizesAreRefused() throws FormatException {
        ByteReader reader = ByteReader.of(COUNTING, LITTLE_ENDIAN, "x.o");
        for (long bad : new long[] {9, -1, Integer.MIN_VALUE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> reader.slice(bad, 0, "p")).isInstanceOf(FormatException.class);
            assertThatThrownBy(() -> reader.slice(0, bad, "p")).isInstanceOf(FormatException.class);
            assertThatThrownBy(() -> reader.slice(1, bad, "p")).isInstanceOf(FormatException.class);
            assertThatThrownBy(() -> reader.seek(bad)).isInstanceOf(FormatException.class);
            assertThatThrownBy(() -> reader.skip(bad)).isInstanceOf(FormatException.class);
            assertThatThrownBy(() -> reader.bytes(bad)).isInstanceOf(FormatException.class);
            assertThatThrownBy(() -> reader.cString(bad)).isInstanceOf(FormatException.class);
        }
        assertThat(reader.slice(8, 0, "empty").size()).isZero();
        assertThat(reader.slice(0, 8, "all").u64()).isEqualTo(0x0807060504030201L);
    }

    @Test
    void movesUpToTheEnd() throws FormatException {
        ByteReader reader = little(1, 2, 3);
        assertThat(reader.seek(3).remaining()).isZero();
        assertThat(reader.seek(0).skip(2).u8()).isEqualTo(3);
        assertThat(reader.skip(0).position()).isEqualTo(3);
        assertFault(() -> reader.seek(4), "x.o at 0x3: offset 0x4 is past the end (0x3 bytes)");
        assertFault(() -> reader.skip(1), "x.o at 0x3: need 1 bytes, have 0");
    }

    @Test
    void bytesAreCopies() throws FormatException {
        byte[] source = COUNTING.clone();
        ByteReader reader = ByteReader.of(source, LITTLE_ENDIAN, "x.o").skip(1);
        byte[] copy = reader.bytes(3);
        assertThat(copy).containsExactly(2, 3, 4);
        assertThat(reader.position()).isEqualTo(4);
        copy[0] = 9;
        assertThat(source).isEqualTo(COUNTING);
        assertThat(reader.bytes(0)).isEmpty();
    }

    @Test
    void viewsAreSharedAndReadOnly() throws FormatException {
        ByteReader reader = ByteReader.of(COUNTING, LITTLE_ENDIAN, "x.o").skip(5);
        ByteBuffer view = reader.view(2);
        assertThat(view.limit()).isEqualTo(2);
        assertThat(view.getShort(0)).isEqualTo((short) 0x0706);
        assertThat(view.isReadOnly()).isTrue();
        assertThat(reader.position()).isEqualTo(7);
        assertFault(() -> reader.view(2), "x.o at 0x7: need 2 bytes, have 1");
    }

    @Test
    void readsTextUpToItsNul() throws FormatException {
        ByteReader reader = ByteReader.of("\0ab\0gr\u00fc\u00df\0".getBytes(UTF_8), LITTLE_ENDIAN, "x.o");
        assertThat(reader.cString(0)).isEmpty();
        assertThat(reader.cString(1)).isEqualTo("ab");
        assertThat(reader.cString(2)).isEqualTo("b");
        assertThat(reader.cString(4)).isEqualTo("gr\u00fc\u00df");
        assertThat(reader.position()).isZero();
        assertFault(() -> reader.cString(11), "x.o at 0x0: string offset 0xb is outside (0xb bytes)");
    }

    @Test
    void textMustEndInsideItsPart() throws FormatException {
        ByteReader whole = little('a', 'b', 'c', 0);
        ByteReader part = whole.slice(1, 2, "names");
        assertFault(() -> part.cString(0), "x.o:names at 0x0: string without a terminating NUL");
        assertFault(() -> part.cString(1), "x.o:names at 0x1: string without a terminating NUL");
        assertThat(whole.slice(1, 3, "names").cString(0)).isEqualTo("bc");
    }

    @Test
    void bytesThatAreNotTextBecomeReplacements() throws FormatException {
        assertThat(little(0xff, 'a', 0).cString(0)).isEqualTo("\ufffda");
    }

    @Test
    void anotherOrderStartsAgainAndDoesNotDisturb() throws FormatException {
        ByteReader reader = little(1, 2, 3, 4);
        reader.u8();
        ByteReader other = reader.withOrder(BIG_ENDIAN);
        assertThat(other.u16()).isEqualTo(0x0102);
        assertThat(other.place()).isEqualTo("x.o");
        assertThat(reader.position()).isEqualTo(1);
        assertThat(reader.order()).isEqualTo(LITTLE_ENDIAN);
        assertThat(other.withOrder(LITTLE_ENDIAN).u16()).isEqualTo(0x0201);
    }

    @Test
    void readsTheReadableBytesOfABuffer() throws FormatException {
        ByteBuf heap = Unpooled.wrappedBuffer(COUNTING, 1, 6).skipBytes(1);
        ByteBuf direct =
                Unpooled.directBuffer().writeBytes(COUNTING).skipBytes(2).writerIndex(7);
        try {
            for (ByteBuf buf : List.of(heap, direct)) {
                ByteReader reader = ByteReader.of(buf, BIG_ENDIAN, "buf");
                assertThat(reader.size()).isEqualTo(5);
                assertThat(reader.u32()).isEqualTo(0x03040506);
                assertThat(buf.readerIndex()).as("left alone").isEqualTo(buf == heap ? 1 : 2);
            }
        } finally {
            direct.release();
        }
        assertThat(ByteReader.of(heap, LITTLE_ENDIAN, "buf").u16()).isEqualTo(0x0403);
    }

    @Test
    void givesItsBytesReadOnly() throws FormatException {
        ByteBuf bytes = ByteReader.of(COUNTING, LITTLE_ENDIAN, "x.o")
                .slice(2, 3, "part")
                .buffer();
        assertThat(bytes.isReadOnly()).isTrue();
        assertThat(bytes.readableBytes()).isEqualTo(3);
        assertThat(bytes.getByte(0)).isEqualTo((byte) 3);
    }

    @Test
    void faultsSayWhereAndWhat() throws FormatException {
        ByteReader reader = little(1, 2, 3).slice(1, 2, ".BTF").skip(1);
        FormatException fault = reader.fail("unknown kind %d", 31);
        assertThat(fault).hasMessage("x.o:.BTF at 0x1: unknown kind 31");
        assertThat(fault.place()).isEqualTo("x.o:.BTF");
        assertThat(fault.offset()).isEqualTo(1);
        assertThat(fault.problem()).isEqualTo("unknown kind 31");
        assertThat(reader.failAt(0x44, "%s", "%d")).hasMessage("x.o:.BTF at 0x44: %d");
    }
}
