package io.github.bpfverity.loader.kernel;

import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.PageManager;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The way out of the JVM: syscall(2) through one JNR-FFI interface. No other class touches JNR-FFI.
 *
 * <p>JNR saves {@code errno} in a per-thread place of its own before anything else can run on the thread, so
 * {@link #errno} is that of this thread's last call.
 */
final class NativeCalls {
    /**
     * One overload per argument count. Up to five integers in all take JNR's compiled stub. Six would too, but JNR
     * 2.3.4 then passes garbage for the sixth on x86-64; so the sixth goes with a seventh, which takes a slower and
     * correct way. Only mmap, epoll_pwait and perf_event_open are concerned.
     */
    public interface Libc {
        /** Calls system call {@code n}. */
        long syscall(long n);

        /** Calls system call {@code n}. */
        long syscall(long n, long a);

        /** Calls system call {@code n}. */
        long syscall(long n, long a, long b);

        /** Calls system call {@code n}. */
        long syscall(long n, long a, long b, long c);

        /** Calls system call {@code n}. */
        long syscall(long n, long a, long b, long c, long d);

        /** Calls system call {@code n}. */
        long syscall(long n, long a, long b, long c, long d, long e, long f);
    }

    private final Libc libc;
    private final Runtime runtime;

    NativeCalls() {
        libc = LibraryLoader.create(Libc.class).failImmediately().load("c");
        runtime = Runtime.getRuntime(libc);
    }

    Libc libc() {
        return libc;
    }

    /** The reason for this thread's last failure. */
    int errno() {
        return runtime.getLastError();
    }

    /** Where the buffer's byte 0 lies; the buffer must be direct and stay reachable while the address is used. */
    long addressOf(ByteBuf buffer) {
        if (buffer.hasMemoryAddress()) {
            return buffer.memoryAddress();
        }
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("the kernel needs a direct buffer, not " + buffer);
        }
        return Pointer.wrap(runtime, buffer.nioBuffer(0, buffer.capacity())).address();
    }

    static int pageSize() {
        return (int) PageManager.getInstance().pageSize();
    }

    /** A view of {@code size} bytes of mapped memory, which must stay mapped for as long as it is used. */
    static ByteBuffer viewOf(long address, int size) {
        return MemoryIO.getInstance().newDirectByteBuffer(address, size).order(ByteOrder.nativeOrder());
    }
}
