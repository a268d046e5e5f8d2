package io.github.bpfverity.loader;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * Two direct buffers that a thread reuses to pass one key and one value to the kernel.
 *
 * <p>Their memory is the garbage collector's, so that a thread that ends leaves nothing behind.
 */
final class Scratch {
    private static final int START = 256;
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private ByteBuf key = direct(START);
    private ByteBuf value = direct(START);

    private Scratch() {}

    static Scratch ofThread() {
        return OF_THREAD.get();
    }

    /** A buffer whose first bytes are {@code bytes}. */
    ByteBuf key(byte[] bytes) {
        return key(bytes.length).setBytes(0, bytes);
    }

    /** A buffer of at least {@code size} bytes, contents undefined. */
    ByteBuf key(int size) {
        if (key.capacity() < size) {
            key = direct(size);
        }
        return key;
    }

    /** A buffer whose first bytes are {@code bytes}. */
    ByteBuf value(byte[] bytes) {
        return value(bytes.length).setBytes(0, bytes);
    }

    /** A buffer of at least {@code size} bytes, contents undefined. */
    ByteBuf value(int size) {
        if (value.capacity() < size) {
            value = direct(size);
        }
        return value;
    }

    private static ByteBuf direct(int size) {
        return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(size));
    }

    /** A copy of the first {@code size} bytes. */
    static byte[] copy(ByteBuf buffer, int size) {
        byte[] bytes = new byte[size];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
