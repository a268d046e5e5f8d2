package io.github.bpfverity.bytes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over untrusted bytes, and the only place where bounds are checked.
 *
 * <p>A reader knows the byte order, its position and the name of what it reads, so that every fault it raises
 * says where. Parsers take values through {@link #u8}, {@link #u16}, {@link #u32} and {@link #u64}, which
 * advance, or cut a part with {@link #slice}, and never index a buffer themselves.
 */
public final class ByteReader {
    private final ByteBuf buf;
    private final boolean little;
    private final String place;
    private final int limit;
    private int pos;

    private ByteReader(ByteBuf buf, boolean little, String place) {
        this.buf = buf;
        this.little = little;
        this.place = place;
        this.limit = buf.writerIndex();
    }

    /**
     * Reads all of {@code bytes}, which must not change afterwards.
     *
     * @param place the name that faults begin with, such as {@code guard.bpf.o}
     */
    public static ByteReader of(byte[] bytes, ByteOrder order, String place) {
        return new ByteReader(Unpooled.wrappedBuffer(bytes), order == ByteOrder.LITTLE_ENDIAN, place);
    }

    /** Reads the readable bytes of {@code buf}, shared and not retained. */
    public static ByteReader of(ByteBuf buf, ByteOrder order, String place) {
        return new ByteReader(buf.slice(), order == ByteOrder.LITTLE_ENDIAN, place);
    }

    /** A reader of the same bytes in another byte order, at position 0. */
    public ByteReader withOrder(ByteOrder order) {
        return new ByteReader(buf, order == ByteOrder.LITTLE_ENDIAN, place);
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
        return buf.getUnsignedByte(claim(1));
    }

    /** The next two bytes, 0 to 65535. */
    public int u16() throws FormatException {
        int at = claim(2);
        return little ? buf.getUnsignedShortLE(at) : buf.getUnsignedShort(at);
    }

    /** The next four bytes as they are; negative where the top bit is set. */
    public int s32() throws FormatException {
        int at = claim(4);
        return little ? buf.getIntLE(at) : buf.getInt(at);
    }

    /** The next four bytes, 0 to 2<sup>32</sup> - 1. */
    public long u32() throws FormatException {
        return Integer.toUnsignedLong(s32());
    }

    /** The next eight bytes as they are; negative where the top bit is set. */
    public long u64() throws FormatException {
        int at = claim(8);
        return little ? buf.getLongLE(at) : buf.getLong(at);
    }

    /** A copy of the next {@code count} bytes. */
    public byte[] bytes(long count) throws FormatException {
        int at = claim(count);
        byte[] copy = new byte[(int) count];
        buf.getBytes(at, copy);
        return copy;
    }

    /**
     * The text that begins at {@code offset} and ends before the next NUL; does not move.
     *
     * @throws FormatException if the offset is outside or no NUL follows
     */
    public String cString(long offset) throws FormatException {
        if (offset < 0 || offset >= limit) {
            throw fail("string offset 0x%x is outside (0x%x bytes)", offset, limit);
        }
        int start = (int) offset;
        int end = buf.indexOf(start, limit, (byte) 0);
        if (end < 0) {
            throw failAt(offset, "string without a terminating NUL");
        }
        return buf.toString(start, end - start, StandardCharsets.UTF_8);
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
        return new ByteReader(buf.slice((int) offset, (int) length), little, place + ":" + name);
    }

    /** The bytes themselves, read-only and shared. */
    public ByteBuf buffer() {
        return buf.asReadOnly();
    }

    /** A fault at the current position, to be thrown by the caller. */
    public FormatException fail(String format, Object... values) {
        return failAt(pos, format, values);
    }

    /** A fault at {@code offset}, to be thrown by the caller. */
    public FormatException failAt(long offset, String format, Object... values) {
        return new FormatException(place, offset, format.formatted(values));
    }

    private int claim(long count) throws FormatException {
        if (count < 0 || count > limit - pos) {
            throw fail("need %d bytes, have %d", count, limit - pos);
        }
        int at = pos;
        pos += (int) count;
        return at;
    }
}
