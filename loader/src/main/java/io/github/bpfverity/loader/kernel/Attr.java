package io.github.bpfverity.loader.kernel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One small kernel structure under construction or just filled in by the kernel, in native byte order.
 *
 * <p>Each thread reuses one for its {@code union bpf_attr}: requests do not nest. The memory is the garbage
 * collector's, so that a thread that ends leaves nothing behind.
 */
final class Attr {
    /** Room for {@code union bpf_attr}, which has 168 bytes in kernel 6.18, and for what is added to it. */
    static final int CAPACITY = 256;

    /** TASK_COMM_LEN and BPF_OBJ_NAME_LEN: fifteen bytes and a NUL. */
    private static final int NAME_SIZE = 16;

    static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private static final ThreadLocal<Attr> OF_THREAD = ThreadLocal.withInitial(() -> new Attr(CAPACITY));

    private final ByteBuffer bytes;
    private final ByteBuf buffer;
    private int size;

    Attr(int capacity) {
        bytes = ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
        buffer = Unpooled.wrappedBuffer(bytes);
        size = capacity;
    }

    /** This thread's, with the first {@code size} bytes zero. */
    static Attr ofThread(int size) {
        return OF_THREAD.get().clear(size);
    }

    private Attr clear(int newSize) {
        size = newSize;
        for (int at = 0; at < newSize; at += Long.BYTES) {
            bytes.putLong(at, 0);
        }
        return this;
    }

    ByteBuf buffer() {
        return buffer;
    }

    /** The bytes in use. */
    int size() {
        return size;
    }

    Attr u32(int offset, int value) {
        bytes.putInt(offset, value);
        return this;
    }

    /** A descriptor, or the kernel's "none". */
    Attr fd(int offset, @Nullable Fd fd) {
        return u32(offset, fd == null ? 0 : fd.value());
    }

    Attr u64(int offset, long value) {
        bytes.putLong(offset, value);
        return this;
    }

    Attr u16(int offset, int value) {
        bytes.putShort(offset, (short) value);
        return this;
    }

    /** An object's name, cut to what the kernel keeps; characters that it refuses become underscores. */
    Attr name(int offset, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < Math.min(text.length, NAME_SIZE - 1); i++) {
            bytes.put(offset + i, accepted(text[i]) ? text[i] : (byte) '_');
        }
        return this;
    }

    /** As {@code bpf_obj_name_cpy} in {@code kernel/bpf/syscall.c} has it. */
    private static boolean accepted(byte c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.';
    }

    int u32(int offset) {
        return bytes.getInt(offset);
    }

    long u64(int offset) {
        return bytes.getLong(offset);
    }

    /** Text up to the first NUL, or to {@code size} bytes. */
    String text(int offset, int size) {
        int length = 0;
        while (length < size && bytes.get(offset + length) != 0) {
            length++;
        }
        byte[] text = new byte[length];
        bytes.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    byte[] bytes(int offset, int length) {
        byte[] copy = new byte[length];
        bytes.get(offset, copy);
        return copy;
    }
}
