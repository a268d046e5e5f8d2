package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The descriptor store of systemd, for a unit with {@code FileDescriptorStoreMax=1}.
 *
 * <p>Source: {@code sd_notify(3)} and {@code sd_listen_fds(3)}.
 */
public final class ServiceManager implements DescriptorStore {
    private static final String NAME = "bpf-verity";
    private static final int FIRST = 3;

    /** systemd drops what polls as broken, and the kernel says so of each map that has nothing to wait for: no polling. */
    private static final String STORE = "FDSTORE=1\nFDPOLL=0\n";

    private final SystemCalls calls;
    private final Map<String, String> environment;

    /** As {@code environment} says. */
    public ServiceManager(SystemCalls calls, Map<String, String> environment) {
        this.calls = calls;
        this.environment = environment;
    }

    @Override
    public Optional<Fd> inherited() {
        if (!Integer.toString(calls.processId()).equals(environment.get("LISTEN_PID"))) {
            return Optional.empty();
        }
        String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":");
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(NAME)) {
                return Optional.of(calls.adopt(FIRST + i));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean leave(Fd descriptor) {
        String socket = environment.get("NOTIFY_SOCKET");
        if (socket == null || socket.isEmpty()) {
            return false;
        }
        try {
            byte[] message = (STORE + "FDNAME=" + NAME + "\n").getBytes(StandardCharsets.US_ASCII);
            calls.sendDescriptor(socket, message, descriptor);
            return true;
        } catch (SystemCallException e) {
            throw new TaskException(
                    Problem.INPUT_OUTPUT,
                    "NOTIFY_SOCKET=" + socket + ": the service manager is not reached: " + Errno.describe(e.errno()),
                    e);
        }
    }
}
