package io.github.bpfverity.loader.kernel;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The system calls beside bpf() that loading, attaching and reading need.
 *
 * <p>Every method throws {@link SystemCallException} when the kernel refuses. Descriptors are opened
 * close-on-exec. Buffers are direct and in native byte order.
 */
public interface SystemCalls {
    /** {@code O_RDONLY}. */
    int READ_ONLY = 0;

    /** {@code O_WRONLY}. */
    int WRITE_ONLY = 1;

    /** {@code O_RDWR}. */
    int READ_WRITE = 2;

    /** {@code O_APPEND}. */
    int APPEND = 0x400;

    /** Memory that has been mapped; closing it unmaps it, and no view may be used afterwards. */
    interface Mapping extends AutoCloseable {
        /** The mapped bytes in native byte order; read-only where the mapping is. */
        ByteBuffer bytes();

        @Override
        void close();
    }

    /** Mapped memory that may be larger than a buffer can be; closing it unmaps it. */
    interface Region extends AutoCloseable {
        /** Where it begins. */
        long address();

        /** Bytes in it. */
        long size();

        /**
         * A part of it in native byte order, read-only where the mapping is. No view may be used once this is closed:
         * that ends the process.
         *
         * @throws IndexOutOfBoundsException if the part is not within
         */
        ByteBuffer view(long offset, int length);

        @Override
        void close();
    }

    /** What uname(2) says. */
    record SystemName(String release, String version, String machine) {}

    /** open(2) with {@code O_CLOEXEC}. */
    Fd open(String path, int flags);

    /** fcntl(2) with {@code F_DUPFD_CLOEXEC}: another descriptor of the same open file. */
    Fd duplicate(Fd file);

    /** socket(2). */
    Fd openSocket(int domain, int type, int protocol);

    /** setsockopt(2) with a number. */
    void setSocketOption(Fd socket, int level, int option, int value);

    /** read(2) to the buffer's writable bytes, tried again after a signal: the count, 0 at the end. */
    int read(Fd file, ByteBuf into);

    /** write(2) of the buffer's readable bytes, tried again after a signal: the count. */
    int write(Fd file, ByteBuf from);

    /** ioctl(2) with a number: what it returned, 0 or more. */
    int ioctl(Fd file, long request, long argument);

    /** ioctl(2) with the address of the buffer's byte 0: what it returned, 0 or more. */
    int ioctl(Fd file, long request, ByteBuf argument);

    /** Where the buffer's byte 0 lies, for arguments that point to others; it must stay reachable meanwhile. */
    long addressOf(ByteBuf buffer);

    /** mmap(2), shared. */
    Mapping map(Fd file, long offset, int size, boolean writable);

    /**
     * mmap(2), shared, from the file's beginning.
     *
     * @param address where, if nothing is there yet; 0 for anywhere
     */
    Region mapRegion(Fd file, long address, long size, boolean writable);

    /** mmap(2), private and only to be read; unmapped some time after nothing refers to the buffer any more. */
    ByteBuffer mapPrivately(Fd file, int size);

    /** Bytes in a page of memory. */
    int pageSize();

    /** epoll_create1(2). */
    Fd createEpoll();

    /** epoll_ctl(2): wakes for input on {@code file}, which is then reported by {@code tag}. */
    void addToEpoll(Fd epoll, Fd file, int tag);

    /**
     * epoll_wait(2).
     *
     * @param tags receives what is ready
     * @param timeoutMillis -1 for ever; a signal ends the wait early
     * @return how many tags were filled in
     */
    int waitForEpoll(Fd epoll, int[] tags, int timeoutMillis);

    /** eventfd2(2), not blocking. */
    Fd createEvent();

    /** Makes the event ready. */
    void signalEvent(Fd event);

    /** Makes the event unready. */
    void clearEvent(Fd event);

    /**
     * perf_event_open(2).
     *
     * @param pid -1 for all
     * @param cpu -1 for all
     */
    Fd openPerfEvent(PerfEvent event, int pid, int cpu);

    /** prlimit(2) on this process: lifts {@code RLIMIT_MEMLOCK}. */
    void liftMemlockLimit();

    /** getpid(2). */
    int processId();

    /**
     * execve(2): this process becomes another program, with all its threads ended; does not return.
     *
     * @param path the program
     * @param arguments what it is started with, its own name first
     * @param environment {@code NAME=VALUE} each
     */
    void execute(String path, List<String> arguments, List<String> environment);

    /** rt_sigaction(2): from now on the signal does nothing to this process, whatever the JVM wanted it for. */
    void ignoreSignal(int number);

    /** Takes over a descriptor that this process was started with; it is not passed on by exec from now on. */
    Fd adopt(int number);

    /**
     * sendmsg(2) to a Unix datagram socket, with one descriptor for whoever reads it.
     *
     * @param socket its path; one that begins with {@code @} is a name in the abstract namespace
     */
    void sendDescriptor(String socket, byte[] message, Fd descriptor);

    /** As {@link #sendDescriptor}, with none. */
    void send(String socket, byte[] message);

    /**
     * As {@link #send}, without waiting for whoever reads it.
     *
     * @return false if there was no room for it
     */
    boolean sendAtOnce(String socket, byte[] message);

    /** mount(2): what is mounted at this path no longer shares what happens below it with other namespaces. */
    void makeMountPrivate(String path);

    /** uname(2). */
    SystemName systemName();

    /** statfs(2): {@code f_type}, the file system's magic number. */
    long fileSystemType(String path);
}
