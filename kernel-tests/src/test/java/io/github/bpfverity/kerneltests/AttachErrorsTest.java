package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code attach} refuses: one line that says what, where and what to do, its exit code, and no gate. */
@Tag("kernel")
class AttachErrorsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void openToNobody() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void nothingIsAttached() {
        Ran ran = Tool.copyTo(folder.resolve("unlisted")).listPrograms();
        assertThat(ran.status()).as(ran.output()).isZero();
    }

    @Test
    @DisplayName("a missing file: 66")
    void missingFile() {
        assertRefused(66, folder.resolve("missing"), "no such file");
    }

    @Test
    @DisplayName("a directory: 64")
    void directory() {
        assertRefused(64, folder, "is a directory");
    }

    @Test
    @DisplayName("a file that cannot be read: 66")
    void unreadableFile() throws IOException {
        Tool secret = Tool.copyTo(folder.resolve("secret"));
        Files.setPosixFilePermissions(secret.path(), PosixFilePermissions.fromString("rwx------"));
        assertRefused(Cli.runAsNobody("attach", secret.path().toString()), 66, secret.path() + ": cannot be read");
    }

    @Test
    @DisplayName("a file without fs-verity: 65, and how to turn it on")
    void fileWithoutVerity() {
        Tool plain = Tool.copyTo(folder.resolve("plain"));
        assertRefused(65, plain.path(), "enable " + plain.path());
    }

    @Test
    @DisplayName("a file system that has no fs-verity: 69")
    void tmpfs() throws IOException {
        Path file = Path.of("/dev/shm/tool");
        try {
            assertRefused(69, Tool.copyTo(file).path(), "no fs-verity here");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    @DisplayName("ext4 made without the feature: 69, and how to add it")
    void ext4WithoutFeature() throws IOException {
        Path image = folder.resolve("image");
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Ran.succeeding("truncate", "-s", "16M", image.toString());
        Ran.succeeding("mkfs.ext4", "-q", "-O", "^verity", image.toString());
        Ran.succeeding("mount", "-o", "loop", image.toString(), mounted.toString());
        try {
            Tool tool = Tool.copyTo(mounted.resolve("tool"));
            assertRefused(69, tool.path(), "tune2fs -O verity");
        } finally {
            Ran.succeeding("umount", mounted.toString());
        }
    }

    @Test
    @DisplayName("no privileges: 77")
    void noPrivileges() {
        Tool listed = Tool.copyTo(folder.resolve("listed")).enabled();
        assertRefused(Cli.runAsNobody("attach", listed.path().toString()), 77, "run as root");
    }

    @Test
    @DisplayName("one good file does not make up for a bad one")
    void oneBadFile() {
        Tool listed = Tool.copyTo(folder.resolve("listed")).enabled();
        Ran ran = Cli.run(
                "attach", listed.path().toString(), folder.resolve("missing").toString());
        assertRefused(ran, 66, "no such file");
    }

    private static void assertRefused(int status, Path file, String words) {
        Ran ran = Cli.run("attach", file.toString());
        assertRefused(ran, status, file.toString());
        assertThat(ran.output()).contains(words);
    }

    private static void assertRefused(Ran ran, int status, String words) {
        assertThat(ran.status()).as(ran.output()).isEqualTo(status);
        assertThat(ran.output().strip().lines()).as(ran.output()).hasSize(1);
        assertThat(ran.output()).startsWith("bpf-verity: ").contains(words);
    }
}
