package io.github.bpfverity.loader;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How keys or values of one type lie in a map.
 *
 * <pre>{@code
 * record Flow(int address, short port) {}
 * Codec<Flow> flows = Codec.of(8, (flow, to) -> to.putInt(flow.address()).putShort(flow.port()),
 *         from -> new Flow(from.getInt(), from.getShort()));
 * }</pre>
 *
 * @param <T> what programs on this side of the map work with
 */
public interface Codec<T> {
    /** Bytes in one, padding included: the C type's {@code sizeof}. */
    int size();

    /** Writes a value to a buffer of {@link #size} zeros in native byte order. */
    void encode(T value, ByteBuffer to);

    /** Reads a value from a buffer of {@link #size} bytes in native byte order. */
    T decode(ByteBuffer from);

    /**
     * Reads a value from a record of a ring or perf buffer, which may be longer.
     *
     * @throws IndexOutOfBoundsException if the record is shorter than {@link #size}
     */
    default T read(ByteBuf record) {
        return decode(record.nioBuffer(record.readerIndex(), size()).order(ByteOrder.nativeOrder()));
    }

    /** A codec made of one direction, for what only programs write. */
    static <T> Codec<T> reading(int size, Function<ByteBuffer, T> decoder) {
        return of(
                size,
                (value, to) -> {
                    throw new UnsupportedOperationException("a codec for reading only");
                },
                decoder);
    }

    /** A codec made of its two directions. */
    static <T> Codec<T> of(int size, BiConsumer<T, ByteBuffer> encoder, Function<ByteBuffer, T> decoder) {
        return new Codec<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public void encode(T value, ByteBuffer to) {
                encoder.accept(value, to);
            }

            @Override
            public T decode(ByteBuffer from) {
                return decoder.apply(from);
            }
        };
    }

    /** {@code __u32} and {@code __s32}. */
    static Codec<Integer> int32() {
        return of(Integer.BYTES, (value, to) -> to.putInt(value), ByteBuffer::getInt);
    }

    /** {@code __u64} and {@code __s64}. */
    static Codec<Long> int64() {
        return of(Long.BYTES, (value, to) -> to.putLong(value), ByteBuffer::getLong);
    }

    /** Bytes as they are; always {@code size} of them. */
    static Codec<byte[]> bytes(int size) {
        return of(size, (value, to) -> to.put(value), from -> {
            byte[] value = new byte[size];
            from.get(value);
            return value;
        });
    }

    /** {@code char[size]} in UTF-8, which ends at the first NUL; longer text does not fit and is refused. */
    static Codec<String> text(int size) {
        return of(size, (value, to) -> to.put(value.getBytes(StandardCharsets.UTF_8)), from -> {
            byte[] value = new byte[size];
            from.get(value);
            String text = new String(value, StandardCharsets.UTF_8);
            int end = text.indexOf('\0');
            return end < 0 ? text : text.substring(0, end);
        });
    }
}
