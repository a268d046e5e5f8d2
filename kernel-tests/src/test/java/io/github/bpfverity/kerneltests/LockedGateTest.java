package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A gate that stays until the machine is booted again: the last that happens to the machine. */
@Tag("kernel")
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LockedGateTest {
    private static final Path PINS = Path.of("/sys/fs/bpf/bpf-verity");

    @TempDir
    private static Path folder;

    private static Tool listed;
    private static Gatekeeper gatekeeper;

    /** The root is shared, as on most machines; and what the attacks would take with it is held by mounts of its own. */
    @BeforeAll
    static void attach() throws IOException {
        Ran.succeeding("mount", "--make-rshared", "/");
        for (String held : List.of("/proc/driver", "/dev/held", "/run/held")) {
            Files.createDirectories(Path.of(held));
            String above = held.substring(0, held.indexOf('/', 1));
            Ran.succeeding("mount", "--make-private", above);
            Ran.succeeding("mount", "-t", "tmpfs", "held", held);
        }
        listed = Tool.copyTo(folder.resolve("listed")).enabled();
        gatekeeper = Gatekeeper.attach("--lock", listed.path());
    }

    private static void assertDecides() {
        assertThat(Programs.bpfIsOpen()).as("bpf() is open to all").isFalse();
        assertThat(listed.listPrograms().status())
                .as("the listed program is granted")
                .isZero();
    }

    @Test
    @Order(1)
    @DisplayName("other names and mounts are as free as before")
    void twin() {
        assertThat(unpin("twin").output()).contains("GRANTED names and mounts of its own");
    }

    @Test
    @Order(2)
    @DisplayName("the gatekeeper itself cannot detach it")
    void detachIsRefused() {
        Ran detached = Cli.run("detach");
        assertThat(detached.status()).isEqualTo(77);
        assertThat(detached.output()).contains("it stays until the machine is booted again");
        assertThat(Cli.run("status").output()).contains("stays: locked");
    }

    @Test
    @Order(3)
    @DisplayName("nobody unlinks, renames, unmounts, moves or remounts what keeps it, here or in another namespace")
    void pinsStay() {
        Ran attack = unpin("attack");
        assertThat(attack.output()).contains("STOPPED").contains("unlink: Operation not permitted");
        assertThat(attack.output())
                .as("the ways that are said to be tried")
                .contains("rmdir of the mount point: Operation");
        assertDecides();
    }

    @Test
    @Order(4)
    @DisplayName("and it outlives its keeper")
    void outlivesItsKeeper() {
        gatekeeper.endBy("KILL");
        assertDecides();
        assertThat(unpin("attack").output()).contains("STOPPED");
        assertDecides();
        assertThat(Cli.run("detach").output()).contains("it stays until the machine is booted again");
    }

    private static Ran unpin(String how) {
        return Ran.command(Programs.path("unpin"), how, PINS.toString(), "/dev/vda");
    }
}
