package io.github.bpfverity.loader.kernel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The direct buffers that one request points to, released together when the request is over. */
final class Memory implements AutoCloseable {
    private final NativeCalls calls;
    private final List<ByteBuf> buffers = new ArrayList<>(4);

    Memory(NativeCalls calls) {
        this.calls = calls;
    }

    /** A new buffer of zeros, with its writer index at the end. */
    ByteBuf allocate(int size) {
        ByteBuf buffer = Unpooled.directBuffer(Math.max(size, 1));
        buffers.add(buffer);
        return buffer.writeZero(size);
    }

    /** The address of a copy; 0 for nothing, as the kernel likes it. */
    long copy(byte[] bytes) {
        return bytes.length == 0 ? 0 : addressOf(allocate(bytes.length).setBytes(0, bytes));
    }

    /** The address of a copy in native byte order; 0 for nothing. */
    long copy(int[] values) {
        ByteBuf buffer = allocate(values.length * Integer.BYTES);
        for (int i = 0; i < values.length; i++) {
            if (Attr.LITTLE) {
                buffer.setIntLE(i * Integer.BYTES, values[i]);
            } else {
                buffer.setInt(i * Integer.BYTES, values[i]);
            }
        }
        return values.length == 0 ? 0 : addressOf(buffer);
    }

    /** The address of a copy in native byte order; 0 for nothing. */
    long copy(long[] values) {
        ByteBuf buffer = allocate(values.length * Long.BYTES);
        for (int i = 0; i < values.length; i++) {
            if (Attr.LITTLE) {
                buffer.setLongLE(i * Long.BYTES, values[i]);
            } else {
                buffer.setLong(i * Long.BYTES, values[i]);
            }
        }
        return values.length == 0 ? 0 : addressOf(buffer);
    }

    /** The address of a NUL-terminated copy. */
    long string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return addressOf(allocate(bytes.length + 1).setBytes(0, bytes));
    }

    /** The address of an array of pointers to NUL-terminated copies; 0 for nothing. */
    long strings(List<String> texts) {
        return copy(texts.stream().mapToLong(this::string).toArray());
    }

    long addressOf(ByteBuf buffer) {
        return calls.addressOf(buffer);
    }

    @Override
    public void close() {
        buffers.forEach(ByteBuf::release);
    }
}
