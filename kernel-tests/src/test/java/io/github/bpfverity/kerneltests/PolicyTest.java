package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A gate whose list is a policy file. It lies in /etc: all of the way to it has to be root's. */
@Tag("kernel")
class PolicyTest {
    private static final Path FOLDER = Path.of("/etc/bpf-verity-test");
    private static final Path POLICY = FOLDER.resolve("policy");

    private Tool one;
    private Tool other;

    @BeforeEach
    void copyTools() throws IOException {
        Ran.succeeding("rm", "-rf", FOLDER.toString());
        Files.createDirectory(FOLDER);
        Files.setPosixFilePermissions(FOLDER, PosixFilePermissions.fromString("rwxr-xr-x"));
        one = Tool.copyTo(FOLDER.resolve("one")).enabled();
        other = Tool.copyTo(FOLDER.resolve("other")).enabled("--salt=0b");
    }

    private void write(String text) throws IOException {
        Path next = Files.writeString(FOLDER.resolve("next"), text);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(next, POLICY, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void assertReaches(Tool tool, boolean granted) {
        Ran ran = tool.listPrograms();
        assertThat(ran.status() == 0).as(ran.output()).isEqualTo(granted);
    }

    @Test
    @DisplayName("a policy is followed, read again by SIGHUP and by reload, and a bad one changes nothing")
    void policyIsFollowed() throws IOException {
        write("# one\n" + one.digest() + " " + one.path() + "\n");
        try (Gatekeeper gatekeeper = Gatekeeper.attach("--scope=exe", "--policy", POLICY)) {
            assertReaches(one, true);
            assertReaches(other, false);
            write(other.digest() + " " + other.path() + "\n");
            gatekeeper.signal("HUP");
            gatekeeper.await("Reloaded the policy: 1 added, 1 removed"::equals);
            assertReaches(one, false);
            assertReaches(other, true);
            write(one.digest() + " " + one.path() + "\nsha256:00 /bad\n");
            Ran reload = Cli.run("reload");
            assertThat(reload.status()).isEqualTo(65);
            assertThat(reload.output()).contains(POLICY + ":2: sha256 has 64 digits, not 2");
            assertReaches(one, false);
            assertReaches(other, true);
            assertThat(Cli.run("list").output()).isEqualTo(other.digest() + " " + other.path() + "\n");
            assertThat(gatekeeper.endBy("TERM")).isZero();
        }
    }

    @Test
    @DisplayName("with --no-control nothing changes what is listed, SIGHUP neither")
    void nothingIsReadAgain() throws IOException {
        write(one.digest() + " " + one.path() + "\n");
        try (Gatekeeper gatekeeper = Gatekeeper.attach("--scope=exe", "--no-control", "--policy", POLICY)) {
            write(other.digest() + " " + other.path() + "\n");
            gatekeeper.signal("HUP");
            Pause.millis(3000);
            assertReaches(one, true);
            assertReaches(other, false);
            assertThat(gatekeeper.endBy("TERM")).isZero();
        }
    }
}
