package io.github.bpfverity.loader.kernel;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link SystemCalls} on the running machine. */
class LinuxSystemCalls implements SystemCalls {
    private static final int AT_FDCWD = -100;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_NONBLOCK = 0x800;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int EPOLLIN = 1;

    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int RLIMIT_MEMLOCK = 8;
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int MS_PRIVATE = 1 << 18;
    private static final long SIG_IGN = 1;

    /** The kernel's sigset_t; its sigaction is the handler and at most three words that may be 0. */
    private static final int SIGNAL_SET_BYTES = 8;

    /** PERF_FLAG_FD_CLOEXEC. */
    private static final int PERF_CLOEXEC = 8;

    /** __NEW_UTS_LEN and a NUL; the structure has six of these. */
    private static final int UTS_FIELD = 65;

    final NativeCalls calls = new NativeCalls();
    final NativeCalls.Libc libc = calls.libc();
    final Architecture numbers = Architecture.ofThisMachine();
    private final Mappings mappings = new Mappings(calls, numbers);

    @Override
    public Fd open(String path, int flags) {
        try (Memory memory = memory()) {
            long fd = libc.syscall(numbers.openat(), AT_FDCWD, memory.string(path), flags | O_CLOEXEC, 0);
            return fd < 0 ? failed("open " + path) : own(fd);
        }
    }

    @Override
    public Fd duplicate(Fd file) {
        long fd = libc.syscall(numbers.fcntl(), file.value(), F_DUPFD_CLOEXEC, 3);
        return fd < 0 ? failed("fcntl") : own(fd);
    }

    @Override
    public Fd openSocket(int domain, int type, int protocol) {
        long fd = libc.syscall(numbers.socket(), domain, type | SOCK_CLOEXEC, protocol);
        return fd < 0 ? failed("socket") : own(fd);
    }

    @Override
    public void setSocketOption(Fd socket, int level, int option, int value) {
        Attr number = Attr.ofThread(Integer.BYTES).u32(0, value);
        long address = address(number);
        if (libc.syscall(numbers.setsockopt(), socket.value(), level, option, address, Integer.BYTES, 0) < 0) {
            throw failure("setsockopt %d of level %d".formatted(option, level));
        }
    }

    @Override
    public int read(Fd file, ByteBuf into) {
        int at = into.writerIndex();
        long count;
        do {
            count = libc.syscall(numbers.read(), file.value(), calls.addressOf(into) + at, into.writableBytes());
        } while (count < 0 && interrupted());
        if (count < 0) {
            throw failure("read");
        }
        into.writerIndex(at + (int) count);
        return (int) count;
    }

    @Override
    public int write(Fd file, ByteBuf from) {
        int at = from.readerIndex();
        long count;
        do {
            count = libc.syscall(numbers.write(), file.value(), calls.addressOf(from) + at, from.readableBytes());
        } while (count < 0 && interrupted());
        if (count < 0) {
            throw failure("write");
        }
        from.readerIndex(at + (int) count);
        return (int) count;
    }

    @Override
    public int ioctl(Fd file, long request, long argument) {
        long result = libc.syscall(numbers.ioctl(), file.value(), request, argument);
        if (result < 0) {
            throw failure("ioctl 0x%x".formatted(request));
        }
        return (int) result;
    }

    @Override
    public int ioctl(Fd file, long request, ByteBuf argument) {
        return ioctl(file, request, calls.addressOf(argument));
    }

    @Override
    public long addressOf(ByteBuf buffer) {
        return calls.addressOf(buffer);
    }

    @Override
    public Mapping map(Fd file, long offset, int size, boolean writable) {
        return mappings.map(file, offset, size, writable);
    }

    @Override
    public Region mapRegion(Fd file, long address, long size, boolean writable) {
        return mappings.mapRegion(file, address, size, writable);
    }

    @Override
    public ByteBuffer mapPrivately(Fd file, int size) {
        return mappings.mapPrivately(file, size);
    }

    @Override
    public int pageSize() {
        return NativeCalls.pageSize();
    }

    @Override
    public Fd createEpoll() {
        long fd = libc.syscall(numbers.epollCreate1(), O_CLOEXEC);
        return fd < 0 ? failed("epoll_create1") : own(fd);
    }

    @Override
    public void addToEpoll(Fd epoll, Fd file, int tag) {
        Attr event = Attr.ofThread(16).u32(0, EPOLLIN).u32(epollDataOffset(), tag);
        int add = 1;
        if (libc.syscall(numbers.epollCtl(), epoll.value(), add, file.value(), address(event)) < 0) {
            throw failure("epoll_ctl");
        }
    }

    @Override
    public int waitForEpoll(Fd epoll, int[] tags, int timeoutMillis) {
        int eventSize = numbers.packedEpollEvent() ? 12 : 16;
        int room = Math.min(tags.length, Attr.CAPACITY / eventSize);
        Attr events = Attr.ofThread(0);
        long count = libc.syscall(
                numbers.epollPwait(), epoll.value(), address(events), room, timeoutMillis, /* no mask */ 0, 8);
        if (count < 0) {
            if (interrupted()) {
                return 0;
            }
            throw failure("epoll_pwait");
        }
        for (int i = 0; i < count; i++) {
            tags[i] = events.u32(i * eventSize + epollDataOffset());
        }
        return (int) count;
    }

    private int epollDataOffset() {
        return numbers.packedEpollEvent() ? 4 : 8;
    }

    @Override
    public Fd createEvent() {
        long fd = libc.syscall(numbers.eventfd2(), 0, O_CLOEXEC | O_NONBLOCK);
        return fd < 0 ? failed("eventfd2") : own(fd);
    }

    @Override
    public void signalEvent(Fd event) {
        Attr one = Attr.ofThread(Long.BYTES).u64(0, 1);
        if (libc.syscall(numbers.write(), event.value(), address(one), Long.BYTES) < 0 && !wouldBlock()) {
            throw failure("write to an eventfd");
        }
    }

    @Override
    public void clearEvent(Fd event) {
        Attr count = Attr.ofThread(Long.BYTES);
        if (libc.syscall(numbers.read(), event.value(), address(count), Long.BYTES) < 0 && !wouldBlock()) {
            throw failure("read from an eventfd");
        }
    }

    @Override
    public Fd openPerfEvent(PerfEvent event, int pid, int cpu) {
        try (Memory memory = memory()) {
            long attr = address(event.encode(memory));
            long fd = libc.syscall(numbers.perfEventOpen(), attr, pid, cpu, /* no group */ -1, PERF_CLOEXEC, 0);
            return fd < 0 ? failed("perf_event_open") : own(fd);
        }
    }

    @Override
    public void liftMemlockLimit() {
        Attr unlimited = Attr.ofThread(16).u64(0, -1).u64(8, -1);
        if (libc.syscall(numbers.prlimit64(), 0, RLIMIT_MEMLOCK, address(unlimited), 0) < 0) {
            throw failure("prlimit of RLIMIT_MEMLOCK");
        }
    }

    @Override
    public int processId() {
        return (int) libc.syscall(numbers.getpid());
    }

    @Override
    public SystemName systemName() {
        Attr name = new Attr(6 * UTS_FIELD);
        if (libc.syscall(numbers.uname(), address(name)) < 0) {
            throw failure("uname");
        }
        return new SystemName(
                name.text(2 * UTS_FIELD, UTS_FIELD),
                name.text(3 * UTS_FIELD, UTS_FIELD),
                name.text(4 * UTS_FIELD, UTS_FIELD));
    }

    @Override
    public long fileSystemType(String path) {
        try (Memory memory = memory()) {
            Attr statfs = Attr.ofThread(Attr.CAPACITY);
            if (libc.syscall(numbers.statfs(), memory.string(path), address(statfs)) < 0) {
                throw failure("statfs " + path);
            }
            return numbers.mmapByReference() ? Integer.toUnsignedLong(statfs.u32(0)) : statfs.u64(0);
        }
    }

    @Override
    public void execute(String path, List<String> arguments, List<String> environment) {
        try (Memory memory = memory()) {
            long argv = memory.copy(pointers(memory, arguments));
            long envp = memory.copy(pointers(memory, environment));
            libc.syscall(numbers.execve(), memory.string(path), argv, envp);
            throw failure("execve " + path);
        }
    }

    @Override
    public void ignoreSignal(int number) {
        try (Memory memory = memory()) {
            long action = memory.copy(new long[] {SIG_IGN, 0, 0, 0});
            if (libc.syscall(numbers.rtSigaction(), number, action, 0, SIGNAL_SET_BYTES) < 0) {
                throw failure("rt_sigaction of signal %d".formatted(number));
            }
        }
    }

    @Override
    public Fd adopt(int number) {
        if (libc.syscall(numbers.fcntl(), number, F_SETFD, FD_CLOEXEC) < 0) {
            return failed("fcntl of descriptor " + number);
        }
        return new Fd(number, this::close);
    }

    @Override
    public void sendDescriptor(String socket, byte[] message, Fd descriptor) {
        send(socket, message, descriptor, 0);
    }

    @Override
    public void send(String socket, byte[] message) {
        send(socket, message, null, 0);
    }

    @Override
    public boolean sendAtOnce(String socket, byte[] message) {
        try {
            send(socket, message, null, Datagram.DONT_WAIT);
            return true;
        } catch (SystemCallException e) {
            if (e.is(Errno.EAGAIN)) {
                return false;
            }
            throw e;
        }
    }

    private void send(String socket, byte[] message, @Nullable Fd descriptor, int flags) {
        try (Memory memory = memory();
                Fd sender = openSocket(Datagram.UNIX, Datagram.TYPE, 0)) {
            long header = Datagram.encode(memory, socket, message, descriptor);
            if (libc.syscall(numbers.sendmsg(), sender.value(), header, Datagram.NO_SIGNAL | flags) < 0) {
                throw failure("sendmsg to " + socket);
            }
        }
    }

    @Override
    public void makeMountPrivate(String path) {
        try (Memory memory = memory()) {
            long none = memory.string("none");
            if (libc.syscall(numbers.mount(), none, memory.string(path), none, MS_PRIVATE, 0, 0) < 0) {
                throw failure("mount of " + path + " as private");
            }
        }
    }

    /** With the 0 at the end that execve wants. */
    private static long[] pointers(Memory memory, List<String> texts) {
        long[] pointers = new long[texts.size() + 1];
        for (int i = 0; i < texts.size(); i++) {
            pointers[i] = memory.string(texts.get(i));
        }
        return pointers;
    }

    final Memory memory() {
        return new Memory(calls);
    }

    final long address(Attr attr) {
        return calls.addressOf(attr.buffer());
    }

    /** Takes a new descriptor over, moved above 2: 0 means "none" in many a bpf request. */
    final Fd own(long fd) {
        if (fd > 2) {
            return new Fd((int) fd, this::close);
        }
        long moved = libc.syscall(numbers.fcntl(), fd, F_DUPFD_CLOEXEC, 3);
        int reason = calls.errno();
        close((int) fd);
        if (moved < 0) {
            throw new SystemCallException("fcntl", reason);
        }
        return new Fd((int) moved, this::close);
    }

    /** A failing close has closed all the same, and there is nothing to be done about it. */
    private void close(int fd) {
        libc.syscall(numbers.close(), fd);
    }

    private boolean interrupted() {
        return calls.errno() == Errno.EINTR.number();
    }

    private boolean wouldBlock() {
        return calls.errno() == Errno.EAGAIN.number();
    }

    private SystemCallException failure(String call) {
        return new SystemCallException(call, calls.errno());
    }

    private Fd failed(String call) {
        throw failure(call);
    }
}
