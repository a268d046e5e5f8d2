package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** A Unix datagram socket, as systemd has one for its services. */
final class NotifySocket implements AutoCloseable {
    private static final int UNIX = 1, DATAGRAM = 2, DONT_WAIT = 0x40;
    private static final int MOST = 4096;

    /** Of libc. */
    public interface LibC {
        int socket(int domain, int type, int protocol);

        int bind(int socket, byte[] address, int size);

        long recvmsg(int socket, Pointer message, int flags);

        int close(int descriptor);
    }

    private static final LibC LIBC = LibraryLoader.create(LibC.class).load("c");

    private final int socket = LIBC.socket(UNIX, DATAGRAM, 0);

    /** The descriptor that came with the last message; 0 if none did. */
    int descriptor;

    /** Binds a path, or a name in the abstract namespace that begins with {@code @}. */
    NotifySocket(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        byte[] address = new byte[2 + path.length];
        address[0] = UNIX;
        System.arraycopy(path, 0, address, 2, path.length);
        address[2] = name.startsWith("@") ? 0 : address[2];
        assertThat(LIBC.bind(socket, address, address.length)).isZero();
    }

    /** The next message, or null if there is none. Source: {@code struct msghdr} and {@code struct cmsghdr}. */
    String next() {
        Runtime runtime = Runtime.getRuntime(LIBC);
        Pointer bytes = Memory.allocateDirect(runtime, MOST, true);
        Pointer vector = Memory.allocateDirect(runtime, 16, true);
        vector.putAddress(0, bytes.address());
        vector.putLong(8, MOST);
        Pointer control = Memory.allocateDirect(runtime, 64, true);
        Pointer header = Memory.allocateDirect(runtime, 56, true);
        header.putAddress(16, vector.address());
        header.putLong(24, 1);
        header.putAddress(32, control.address());
        header.putLong(40, 64);
        long size = LIBC.recvmsg(socket, header, DONT_WAIT);
        descriptor = header.getLong(40) == 0 ? 0 : control.getInt(16);
        if (size < 0) {
            return null;
        }
        byte[] text = new byte[(int) size];
        bytes.get(0, text, 0, text.length);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (descriptor != 0) {
            LIBC.close(descriptor);
        }
        LIBC.close(socket);
    }
}
