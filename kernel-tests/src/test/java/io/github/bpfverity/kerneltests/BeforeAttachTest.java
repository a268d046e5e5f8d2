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
    @DisplayName("who opens the gate's maps while it is loaded is noticed")
    void maps() throws IOException {
        Path stop = folder.resolve("stop");
        Process grabber = new ProcessBuilder(Programs.path("grab_maps"), stop.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("grabbed").toFile())
                .start();
        Ran ran = Cli.run("attach", "--scope", "exe", listed.path().toString());
        Files.createFile(stop);
        grabber.onExit().join();
        assertThat(Files.readString(folder.resolve("grabbed"))).startsWith("GRANTED ");
        assertThat(ran.status()).as(ran.output()).isEqualTo(69);
        assertThat(ran.output()).contains("maps of the gate were opened by another process while it was loaded");
        assertThat(Programs.bpfIsOpen()).as("nothing is attached").isTrue();
    }

    private void assertRefused() {
        Ran ran = Cli.run("attach", listed.path().toString());
        assertThat(ran.status()).as(ran.output()).isEqualTo(77);
        assertThat(ran.output()).contains(PLACE + ": is not a folder of mode 0700");
        assertThat(Programs.bpfIsOpen()).as("nothing was attached").isTrue();
    }
}
