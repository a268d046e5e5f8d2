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

/** What was prepared for a gate that is to be attached. */
@Tag("kernel")
class BeforeAttachTest {
    private static final Path PLACE = Path.of("/run/bpf-verity");

    @TempDir
    private Path folder;

    private Tool listed;

    @BeforeEach
    void prepare() throws IOException {
        listed = Tool.copyTo(folder.resolve("listed")).enabled();
        remove();
    }

    @AfterEach
    void remove() throws IOException {
        Ran.succeeding("rm", "-rf", PLACE.toString());
    }

    @Test
    @DisplayName("a symbolic link is not followed")
    void symbolicLink() throws IOException {
        Path target = Files.createDirectory(
                folder.resolve("target"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(PLACE, target);
        assertRefused();
        assertThat(target).isEmptyDirectory();
    }

    @Test
    @DisplayName("a folder that others can open is not used")
    void openFolder() throws IOException {
        Files.createDirectory(PLACE);
        Files.setPosixFilePermissions(PLACE, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused();
    }

    @Test
    @DisplayName("nobody opens the gate's maps, programs and links while it is loaded")
    void objects() throws IOException {
        Path stop = folder.resolve("stop");
        Path said = folder.resolve("grabbed");
        Process grabber = new ProcessBuilder(Programs.path("grab_objects"), stop.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try (Gatekeeper gatekeeper = Gatekeeper.attach("--scope=exe", listed.path())) {
            Files.createFile(stop);
            grabber.onExit().join();
            assertThat(Files.readString(said)).startsWith("DENIED 0 of the gate's");
            assertThat(gatekeeper.lines()).noneMatch(line -> line.contains("opened by another process"));
        }
        assertThat(Programs.bpfIsOpen()).as("nothing is attached").isTrue();
    }

    private void assertRefused() {
        Ran ran = Cli.run("attach", listed.path().toString());
        assertThat(ran.status()).as(ran.output()).isEqualTo(77);
        assertThat(ran.output()).contains(PLACE + ": is not a folder of mode 0700");
        assertThat(Programs.bpfIsOpen()).as("nothing was attached").isTrue();
    }
}
