package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * systemd: told how its service is, by a unit of {@code Type=notify}, with {@code WatchdogSec=} if it is to end one that
 * hangs, and {@code FileDescriptorStoreMax=1} for the descriptor.
 *
 * <p>Source: {@code sd_notify(3)}, {@code sd_watchdog_enabled(3)} and {@code sd_listen_fds(3)}.
 */
public final class ServiceManager implements Supervisor {
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
        return reach(socket -> calls.sendDescriptor(socket, message(STORE + "FDNAME=" + NAME + "\n"), descriptor));
    }

    @Override
    public void ready() {
        tell("READY=1\nSTATUS=The gate is attached\n");
    }

    /** The time is what a unit of {@code Type=notify-reload} tells reloads apart by: the clock of {@code nanoTime}. */
    @Override
    public void reloading() {
        tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000 + "\n");
    }

    @Override
    public void stopping() {
        tell("STOPPING=1\nSTATUS=Ending\n");
    }

    @Override
    public Optional<Duration> patience() {
        String process = environment.get("WATCHDOG_PID");
        if (process != null && !process.equals(Integer.toString(calls.processId()))) {
            return Optional.empty();
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", ""));
            return Optional.of(Duration.of(micros, ChronoUnit.MICROS)).filter(time -> micros > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Passed over when systemd is busy: the next one will do. */
    @Override
    public void alive() {
        reach(socket -> calls.sendAtOnce(socket, message("WATCHDOG=1\n")));
    }

    private void tell(String words) {
        reach(socket -> calls.send(socket, message(words)));
    }

    private static byte[] message(String words) {
        return words.getBytes(StandardCharsets.US_ASCII);
    }

    /** False where no socket was named. */
    private boolean reach(Consumer<String> sending) {
        String socket = environment.get("NOTIFY_SOCKET");
        if (socket == null || socket.isEmpty()) {
            return false;
        }
        try {
            sending.accept(socket);
            return true;
        } catch (SystemCallException e) {
            throw new TaskException(
                    Problem.INPUT_OUTPUT,
                    "NOTIFY_SOCKET=" + socket + ": the service manager is not reached: " + Errno.describe(e.errno()),
                    e);
        }
    }
}
