package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCalls;

/** socket and sk_reuseport programs: setsockopt(2) on a socket, which the kernel has no links for. */
final class SocketAttacher implements Attacher {
    /** {@code SOL_SOCKET}, as most machines have it. */
    private static final int SOCKET = 1;

    private final int attach;
    private final int detach;

    private SocketAttacher(int attach, int detach) {
        this.attach = attach;
        this.detach = detach;
    }

    /** {@code SO_ATTACH_BPF} and {@code SO_DETACH_BPF}. */
    static SocketAttacher filter() {
        return new SocketAttacher(50, 27);
    }

    /** {@code SO_ATTACH_REUSEPORT_EBPF} and {@code SO_DETACH_REUSEPORT_BPF}. */
    static SocketAttacher reusePort() {
        return new SocketAttacher(52, 68);
    }

    @Override
    public Link attach(Request request) {
        SystemCalls system = request.host().system();
        Fd socket = system.duplicate(request.requiredDescriptor("an open socket"));
        try {
            system.setSocketOption(
                    socket, SOCKET, attach, request.program().fd().value());
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
        Fd link = new Fd(socket.value(), ignored -> {
            try (socket) {
                system.setSocketOption(socket, SOCKET, detach, 0);
            }
        });
        return new Link(request.host(), link, false, () -> {});
    }
}
