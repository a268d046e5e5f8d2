package io.github.bpfverity.bytes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over untrusted bytes, and the only place where bounds are checked.
 *
 * <p>A reader knows the byte order, its position and the name of what it reads, so that every fault it raises
 * says where. Parsers take values through {@link #u8}, {@link #u16}, {@link #u32} and {@link #u64}, which
 * advance, or cut a part with {@link #slice}, and never index a buffer themselves.
 *
 * <p>Reads come straight from a heap array: kernel BTF is millions of small values, and a buffer's reference
 * count checked at each of them would cost more than the reading. A reader is for one thread; readers of the
 * same bytes do not disturb each other.
 */
public final class ByteReader {
    private static final VarHandle SHORT_LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG_LE = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = view(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] array;
    /** Where the place begins in the array; {@link #pos} and {@link #limit} count from here. */
    private final int base;

    private final int limit;
    private final boolean little;
    private final String place;
    private int pos;

    private ByteReader(byte[] array, int base, int limit, boolean little, String place) {
        this.array = array;
        this.base = base;
        this.limit = limit;
        this.little = little;
        this.place = place;
    }

    private static VarHandle view(Class<?> arrayType, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, order);
    }

    /**
     * Reads all of {@code bytes}, which must not change afterwards.
     *
     * @param place the name that faults begin with, such as {@code guard.bpf.o}
     */
    public static ByteReader of(byte[] bytes, ByteOrder order, String place) {
        return new ByteReader(bytes, 0, bytes.length, order == ByteOrder.LITTLE_ENDIAN, place);
    }

    /**
     * Reads the readable bytes of {@code buf}, which must not change afterwards. A heap buffer is shared and not
     * retained, any other is copied.
     */
    public static ByteReader of(ByteBuf buf, ByteOrder order, String place) {
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        int size = buf.readableBytes();
        return buf.hasArray()
                ? new ByteReader(buf.array(), buf.arrayOffset() + buf.readerIndex(), size, little, place)
                : new ByteReader(ByteBufUtil.getBytes(buf), 0, size, little, place);
    }

    /** A reader of the same bytes in another byte order, at position 0. */
    public ByteReader withOrder(ByteOrder order) {
        return new ByteReader(array, base, limit, order == ByteOrder.LITTLE_ENDIAN, place);
    }

    /** The byte order of multi-byte values. */
    public ByteOrder order() {
        return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    /** What this reads, as it stands in faults: a file, or {@code file:section}. */
    public String place() {
        return place;
    }

    /** Bytes from the start of the place to the next value. */
    public int position() {
        return pos;
    }

    /** The number of bytes in the place. */
    public int size() {
        return limit;
    }

    /** Bytes not yet read. */
    public int remaining() {
        return limit - pos;
    }

    /** Moves to {@code offset}, which may be the end but not past it. */
    public ByteReader seek(long offset) throws FormatException {
        if (offset < 0 || offset > limit) {
            throw fail("offset 0x%x is past the end (0x%x bytes)", offset, limit);
        }
        pos = (int) offset;
        return this;
    }

    /** Passes over {@code count} bytes. */
    public ByteReader skip(long count) throws FormatException {
        claim(count);
        return this;
    }

    /** The next byte, 0 to 255. */
    public int u8() throws FormatException {
        return array[claim(1)] & 0xff;
    }

    /** The next two bytes, 0 to 65535. */
    public int u16() throws FormatException {
        int at = claim(2);
        return (little ? (short) SHORT_LE.get(array, at) : (short) SHORT_BE.get(array, at)) & 0xffff;
    }

    /** The next four bytes as they are; negative where the top bit is set. */
    public int s32() throws FormatException {
        int at = claim(4);
        return little ? (int) INT_LE.get(array, at) : (int) INT_BE.get(array, at);
    }

    /** The next four bytes, 0 to 2<sup>32</sup> - 1. */
    public long u32() throws FormatException {
        return Integer.toUnsignedLong(s32());
    }

    /** The next eight bytes as they are; negative where the top bit is set. */
    public long u64() throws FormatException {
        int at = claim(8);
        return little ? (long) LONG_LE.get(array, at) : (long) LONG_BE.get(array, at);
    }

    /** The next {@code count} four-byte values as they are, many at a time faster than one by one. */
    public int[] s32s(int count) throws FormatException {
        int at = claim(4L * count);
        int[] values = new int[count];
        ByteBuffer.wrap(array, at, 4 * count).order(order()).asIntBuffer().get(values);
        return values;
    }

    /** A copy of the next {@code count} bytes. */
    public byte[] bytes(long count) throws FormatException {
        return paddedBytes(count, 0);
    }

    /** A copy of the next {@code count} bytes, with {@code padding} zeros after it. */
    public byte[] paddedBytes(long count, int padding) throws FormatException {
        int at = claim(count);
        byte[] copy = new byte[(int) count + padding];
        System.arraycopy(array, at, copy, 0, (int) count);
        return copy;
    }

    /**
     * The text that begins at {@code offset} and ends before the next NUL; does not move. Bytes that are not
     * UTF-8 become U+FFFD.
     *
     * @throws FormatException if the offset is outside or no NUL follows
     */
    public String cString(long offset) throws FormatException {
        if (offset < 0 || offset >= limit) {
            throw fail("string offset 0x%x is outside (0x%x bytes)", offset, limit);
        }
        int start = base + (int) offset;
        int end = start;
        while (array[end] != 0) {
            if (++end == base + limit) {
                throw failAt(offset, "string without a terminating NUL");
            }
        }
        return new String(array, start, end - start, StandardCharsets.UTF_8);
    }

    /**
     * A reader over {@code length} bytes from {@code offset}; does not move. Unsigned 64-bit values that do not
     * fit a {@code long} arrive negative and are refused.
     *
     * @param name what the part is, appended to this reader's place after a colon
     */
    public ByteReader slice(long offset, long length, String name) throws FormatException {
        if (offset < 0 || length < 0 || offset > limit || length > limit - offset) {
            throw fail("%s (offset 0x%x, size 0x%x) lies outside (0x%x bytes)", name, offset, length, limit);
        }
        return new ByteReader(array, base + (int) offset, (int) length, little, place + ":" + name);
    }

    /** The bytes themselves, read-only and shared. */
    public ByteBuf buffer() {
        return Unpooled.wrappedBuffer(array, base, limit).asReadOnly();
    }

    /** A fault at the current position, to be thrown by the caller. */
    public FormatException fail(String format, Object... values) {
        return failAt(pos, format, values);
    }

    /** A fault at {@code offset}, to be thrown by the caller. */
    public FormatException failAt(long offset, String format, Object... values) {
        return new FormatException(place, offset, format.formatted(values));
    }

    /** The only bounds check: takes {@code count} bytes and answers where in the array they begin. */
    private int claim(long count) throws FormatException {
        if (count < 0 || count > limit - pos) {
            throw fail("need %d bytes, have %d", count, limit - pos);
        }
        int at = base + pos;
        pos += (int) count;
        return at;
    }
}
