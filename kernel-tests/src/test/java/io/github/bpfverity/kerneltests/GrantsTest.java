package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks the gatekeeper, what it grants to single processes, and its neighbours. */
@Tag("kernel")
class GrantsTest {
    private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");

    @TempDir
    private static Path folder;

    private static Path present;
    private static Gatekeeper gatekeeper;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void attach() throws IOException {
        Tool listed = Tool.copyTo(folder.resolve("listed")).enabled();
        present = Files.createFile(folder.resolve("present"));
        gatekeeper = Gatekeeper.attach("--scope", "exe", listed.path());
    }

    @AfterAll
    static void detach() {
        if (gatekeeper != null) {
            gatekeeper.close();
        }
    }

    @Test
    @DisplayName("run: the command is granted, its children and what it becomes are not")
    void run() throws IOException {
        assertThat(Cli.run("run", "--", Programs.path("loop"), present.toString())
                        .output())
                .contains("GRANTED 100 granted, 0 denied");
        Path script = Files.writeString(
                scratch.resolve("script"), "%1$s %2$s\nexec %1$s %2$s\n".formatted(Programs.path("loop"), present));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Cli.run("run", "--", "sh", script.toString()).output().lines())
                .containsExactly("DENIED 0 granted, 100 denied", "DENIED 0 granted, 100 denied");
    }

    @Test
    @DisplayName("allow --pid: a process that runs is granted until it ends, and status shows it as long")
    void allowPid() throws IOException {
        Path stop = scratch.resolve("stop");
        Process loop = loop(stop);
        long pid = loop.pid();
        assertThat(Cli.run("allow", "--pid", Long.toString(pid)).status()).isZero();
        assertThat(Cli.run("status").output()).contains("grant: pid " + pid + " " + Programs.path("loop"));
        Files.createFile(stop);
        assertThat(loop.onExit().join().exitValue()).isZero();
        assertThat(Files.readString(scratch.resolve("out"))).matches("GRANTED [1-9]\\d* granted, [1-9]\\d* denied\n");
        assertThat(Cli.run("status").output()).doesNotContain("grant: pid");
        assertNextWithNumberIsDenied(pid);
    }

    private Process loop(Path stop) throws IOException {
        Process loop = new ProcessBuilder(Programs.path("loop"), stop.toString())
                .redirectOutput(scratch.resolve("out").toFile())
                .start();
        Pause.millis(100);
        return loop;
    }

    /** The kernel gives out the number that follows the last one: until another process was quicker. */
    private void assertNextWithNumberIsDenied(long pid) throws IOException {
        for (int attempt = 0; attempt < 50; attempt++) {
            Files.writeString(LAST_PID, Long.toString(pid - 1));
            Process next = loop(present);
            if (next.pid() == pid) {
                assertThat(next.onExit().join().exitValue())
                        .as("a process with the same number")
                        .isEqualTo(1);
                return;
            }
            next.onExit().join();
        }
        throw new AssertionError("no process got the number " + pid + " again");
    }

    @Test
    @DisplayName("a number without a process gets no grant")
    void nobody() {
        Ran ran = Cli.run("allow", "--pid", "4194303");
        assertThat(ran.status()).isEqualTo(66);
        assertThat(ran.output()).contains("process 4194303: there is none");
    }

    @Test
    @DisplayName("nobody but root asks the gatekeeper")
    void othersMayNotAsk() {
        Ran ran = Cli.runAsNobody("allow", "--pid", "1");
        assertThat(ran.status()).as(ran.output()).isEqualTo(77);
        assertThat(Cli.runAsNobody("detach").status()).isEqualTo(77);
        assertThat(Cli.run("status").output()).doesNotContain("grant: pid 1 ");
    }

    @Test
    @DisplayName("the gatekeeper is not traced, read, written or robbed by root")
    void neighbours() {
        Ran attack = neighbour("attack");
        assertThat(attack.output()).contains("STOPPED 0 ways are open");
        assertThat(neighbour("twin").output()).contains("GRANTED 6 ways are open");
    }

    private static Ran neighbour(String how) {
        return Ran.command(Programs.path("neighbour"), how, Long.toString(gatekeeper.pid()));
    }

    @Test
    @DisplayName("where memory is short, nobody is granted by it")
    void shortMemory() throws IOException {
        Path group = Path.of("/sys/fs/cgroup/short");
        Path controllers = Path.of("/sys/fs/cgroup/cgroup.subtree_control");
        try {
            Files.writeString(controllers, "+memory");
        } catch (IOException e) {
            Assumptions.abort("no memory controller: " + e.getMessage());
        }
        Files.createDirectory(group);
        Files.writeString(group.resolve("memory.max"), "400K");
        Ran ran = Ran.command(
                "sh", "-c", "echo $$ > " + group + "/cgroup.procs && exec " + Programs.path("loop") + " " + present);
        assertThat(ran.status()).as(ran.output()).isNotZero();
        assertThat(ran.output()).doesNotContain("GRANTED");
    }
}
