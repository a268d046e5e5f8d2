package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ServiceManager} says, as it arrives at a socket. */
class ServiceManagerSocketTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @TempDir
    Path folder;

    private static ServiceManager manager(String socket) {
        return new ServiceManager(LinuxKernel.ofThisMachine(), Map.of("NOTIFY_SOCKET", socket));
    }

    private void says(String name) {
        try (NotifySocket socket = new NotifySocket(name)) {
            ServiceManager manager = manager(name);
            manager.ready();
            manager.alive();
            manager.stopping();
            assertThat(socket.next()).startsWith("READY=1\n");
            assertThat(socket.next()).isEqualTo("WATCHDOG=1\n");
            assertThat(socket.next()).startsWith("STOPPING=1\n");
            assertThat(socket.next()).isNull();
            assertThat(socket.descriptor).isZero();
        }
    }

    @Test
    void noticesArriveAtAPath() {
        says(folder.resolve("notify").toString());
    }

    @Test
    void noticesArriveAtAnAbstractName() {
        says("@bpf-verity-test-" + ProcessHandle.current().pid());
    }

    @Test
    void aReloadSaysWhen() {
        String name = folder.resolve("notify").toString();
        try (NotifySocket socket = new NotifySocket(name)) {
            manager(name).reloading();
            assertThat(socket.next()).matches("RELOADING=1\nMONOTONIC_USEC=\\d+\n");
        }
    }

    @Test
    void theDescriptorArrivesWithItsName() throws IOException {
        String name = folder.resolve("notify").toString();
        Path file = Files.writeString(folder.resolve("file"), "x");
        try (NotifySocket socket = new NotifySocket(name);
                Fd left = LinuxKernel.ofThisMachine().open(file.toString(), 0)) {
            assertThat(manager(name).leave(left)).isTrue();
            assertThat(socket.next()).isEqualTo("FDSTORE=1\nFDPOLL=0\nFDNAME=bpf-verity\n");
            assertThat(socket.descriptor).isNotIn(List.of(0, left.value()));
            assertThat(Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(socket.descriptor))))
                    .isEqualTo(file);
        }
    }

    /** The kernel keeps 10 datagrams or so that nobody reads, and has further ones wait. */
    @Test
    void aBeatWaitsForNobody() throws InterruptedException {
        String name = folder.resolve("notify").toString();
        try (NotifySocket socket = new NotifySocket(name)) {
            Thread beating = new Thread(() -> beat(manager(name)));
            beating.setDaemon(true); // no interrupt ends a system call that waits
            beating.start();
            beating.join(30_000);
            assertThat(beating.isAlive()).isFalse();
            assertThat(socket.next()).isEqualTo("WATCHDOG=1\n");
        }
    }

    private static void beat(ServiceManager manager) {
        for (int i = 0; i < 2000; i++) {
            manager.alive();
        }
    }
}
