package io.github.bpfverity.bytes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over untrusted bytes, and the only place where bounds are checked.
 *
 * <p>A reader knows the byte order, its position and the name of what it reads, so that every fault it raises
 * says where. Parsers take values through {@link #u8}, {@link #u16}, {@link #u32} and {@link #u64}, which
 * advance, or cut a part with {@link #slice}, and never index a buffer themselves.
 *
 * <p>A reader is for one thread; readers of the same bytes do not disturb each other.
 */
public final class ByteReader {
    /** The place's bytes from 0 to the limit, in the reader's byte order; only absolute positions are used. */
    private final ByteBuffer buffer;

    private final String place;
    private int pos;

    private ByteReader(ByteBuffer buffer, ByteOrder order, String place) {
        this.buffer = buffer.slice().order(order);
        this.place = place;
    }

    /**
     * Reads all of {@code bytes}, which must not change afterwards.
     *
     * @param place the name that faults begin with, such as {@code guard.bpf.o}
     */
    public static ByteReader of(byte[] bytes, ByteOrder order, String place) {
        return new ByteReader(ByteBuffer.wrap(bytes), order, place);
    }

    /** Reads the remaining bytes of {@code buffer}, which is shared and must not change afterwards. */
    public static ByteReader of(ByteBuffer buffer, ByteOrder order, String place) {
        return new ByteReader(buffer, order, place);
    }

    /**
     * Reads the readable bytes of {@code buf}, which must not change afterwards. A heap buffer is shared and not
     * retained, any other is copied.
     */
    public static ByteReader of(ByteBuf buf, ByteOrder order, String place) {
        ByteBuffer bytes = buf.hasArray() ? buf.nioBuffer() : ByteBuffer.wrap(ByteBufUtil.getBytes(buf));
        return new ByteReader(bytes, order, place);
    }

    /** A reader of the same bytes in another byte order, at position 0. */
    public ByteReader withOrder(ByteOrder order) {
        return new ByteReader(buffer, order, place);
    }

    /** The byte order of multi-byte values. */
    public ByteOrder order() {
        return buffer.order();
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
        return buffer.limit();
    }

    /** Bytes not yet read. */
    public int remaining() {
        return buffer.limit() - pos;
    }

    /** Moves to {@code offset}, which may be the end but not past it. */
    public ByteReader seek(long offset) throws FormatException {
        if (offset < 0 || offset > buffer.limit()) {
            throw fail("offset 0x%x is past the end (0x%x bytes)", offset, buffer.limit());
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
        return buffer.get(claim(1)) & 0xff;
    }

    /** The next two bytes, 0 to 65535. */
    public int u16() throws FormatException {
        return buffer.getShort(claim(2)) & 0xffff;
    }

    /** The next four bytes as they are; negative where the top bit is set. */
    public int s32() throws FormatException {
        return buffer.getInt(claim(4));
    }

    /** The next four bytes, 0 to 2<sup>32</sup> - 1. */
    public long u32() throws FormatException {
        return Integer.toUnsignedLong(s32());
    }

    /** The next eight bytes as they are; negative where the top bit is set. */
    public long u64() throws FormatException {
        return buffer.getLong(claim(8));
    }

    /** A view of the next {@code count} four-byte values as they are. */
    public IntBuffer words(int count) throws FormatException {
        return view(4L * count).asIntBuffer();
    }

    /** A view of the next {@code count} bytes, read-only. */
    public ByteBuffer view(long count) throws FormatException {
        int at = claim(count);
        return buffer.slice(at, (int) count).asReadOnlyBuffer().order(buffer.order());
    }

    /** A copy of the next {@code count} bytes. */
    public byte[] bytes(long count) throws FormatException {
        int at = claim(count);
        byte[] copy = new byte[(int) count];
        buffer.get(at, copy);
        return copy;
    }

    /**
     * The text that begins at {@code offset} and ends before the next NUL; does not move. Bytes that are not
     * UTF-8 become U+FFFD.
     *
     * @throws FormatException if the offset is outside or no NUL follows
     */
    public String cString(long offset) throws FormatException {
        if (offset < 0 || offset >= buffer.limit()) {
            throw fail("string offset 0x%x is outside (0x%x bytes)", offset, buffer.limit());
        }
        int end = (int) offset;
        while (buffer.get(end) != 0) {
            if (++end == buffer.limit()) {
                throw failAt(offset, "string without a terminating NUL");
            }
        }
        byte[] text = new byte[end - (int) offset];
        buffer.get((int) offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /**
     * A reader over {@code length} bytes from {@code offset}; does not move. Unsigned 64-bit values that do not
     * fit a {@code long} arrive negative and are refused.
     *
     * @param name what the part is, appended to this reader's place after a colon
     */
    public ByteReader slice(long offset, long length, String name) throws FormatException {
        if (offset < 0 || length < 0 || offset > buffer.limit() || length > buffer.limit() - offset) {
            throw fail("%s (offset 0x%x, size 0x%x) lies outside (0x%x bytes)", name, offset, length, buffer.limit());
        }
        return new ByteReader(buffer.slice((int) offset, (int) length), buffer.order(), place + ":" + name);
    }

    /** The bytes themselves, read-only and shared. */
    public ByteBuf buffer() {
        return Unpooled.wrappedBuffer(buffer.duplicate()).asReadOnly();
    }

    /** A fault at the current position, to be thrown by the caller. */
    public FormatException fail(String format, Object... values) {
        return failAt(pos, format, values);
    }

    /** A fault at {@code offset}, to be thrown by the caller. */
    public FormatException failAt(long offset, String format, Object... values) {
        return new FormatException(place, offset, format.formatted(values));
    }

    /** The only bounds check: takes {@code count} bytes and answers where they begin. */
    private int claim(long count) throws FormatException {
        if (count < 0 || count > buffer.limit() - pos) {
            throw fail("need %d bytes, have %d", count, buffer.limit() - pos);
        }
        int at = pos;
        pos += (int) count;
        return at;
    }
}
