package io.github.bpfverity.loader.kernel;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A datagram for a Unix socket, which may carry a descriptor.
 *
 * <p>Source: {@code struct msghdr} and {@code CMSG_DATA} in {@code include/linux/socket.h}, for 64-bit machines.
 */
final class Datagram {
    /** {@code AF_UNIX}. */
    static final int UNIX = 1;

    /** {@code SOCK_DGRAM}. */
    static final int TYPE = 2;

    /** {@code MSG_NOSIGNAL}. */
    static final int NO_SIGNAL = 0x4000;

    /** {@code MSG_DONTWAIT}. */
    static final int DONT_WAIT = 0x40;

    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    /** Of {@code struct msghdr}, {@code struct iovec}, and of a control message with one descriptor and its gap. */
    private static final int HEADER = 56, VECTOR = 16, CONTROL = 24;

    private Datagram() {}

    /** The address of a {@code struct msghdr} in {@code memory}. */
    static long encode(Memory memory, String socket, byte[] message, @Nullable Fd descriptor) {
        byte[] path = socket.getBytes(StandardCharsets.UTF_8);
        if (path.length > 0 && path[0] == '@') {
            path[0] = 0;
        }
        ByteBuf address = memory.allocate(Short.BYTES + path.length + 1).setBytes(Short.BYTES, path);
        setShort(address, UNIX);
        // The length of a name in the abstract namespace counts; that of a path may include its NUL.
        int addressSize = Short.BYTES + path.length + (path.length > 0 && path[0] == 0 ? 0 : 1);
        ByteBuf vector = memory.allocate(VECTOR);
        setLong(vector, 0, memory.copy(message));
        setLong(vector, 8, message.length);
        ByteBuf header = memory.allocate(HEADER);
        setLong(header, 0, memory.addressOf(address));
        setInt(header, 8, addressSize);
        setLong(header, 16, memory.addressOf(vector));
        setLong(header, 24, 1);
        if (descriptor != null) {
            setLong(header, 32, memory.addressOf(control(memory, descriptor)));
            setLong(header, 40, CONTROL);
        }
        return memory.addressOf(header);
    }

    private static ByteBuf control(Memory memory, Fd descriptor) {
        ByteBuf control = memory.allocate(CONTROL);
        setLong(control, 0, CONTROL - Integer.BYTES);
        setInt(control, 8, SOL_SOCKET);
        setInt(control, 12, SCM_RIGHTS);
        setInt(control, 16, descriptor.value());
        return control;
    }

    private static void setShort(ByteBuf buffer, int value) {
        if (Attr.LITTLE) {
            buffer.setShortLE(0, value);
        } else {
            buffer.setShort(0, value);
        }
    }

    private static void setInt(ByteBuf buffer, int at, int value) {
        if (Attr.LITTLE) {
            buffer.setIntLE(at, value);
        } else {
            buffer.setInt(at, value);
        }
    }

    private static void setLong(ByteBuf buffer, int at, long value) {
        if (Attr.LITTLE) {
            buffer.setLongLE(at, value);
        } else {
            buffer.setLong(at, value);
        }
    }
}
