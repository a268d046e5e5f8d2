package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reaches bpf() while the gate is attached, and what is said about it. */
@Tag("kernel")
class GateTest {
    /** Of a map that is there before the gate is. */
    private static final String MAP = "/sys/fs/bpf/other";

    @TempDir
    private static Path folder;

    private static Tool listed;
    private static Tool listed512;
    private static Path listedScript;
    private static Path listedLoop;
    private static Gatekeeper gatekeeper;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void attach() throws IOException {
        listed = Tool.copyTo(folder.resolve("listed")).enabled();
        listed512 = Tool.copyTo(folder.resolve("listed512")).enabled("--hash-alg=sha512");
        listedScript = script(folder, Tool.copyTo(folder.resolve("interpreter")));
        Ran.succeeding("fsverity", "enable", listedScript.toString());
        Ran.succeeding(
                "bpftool", "map", "create", MAP, "type", "array", "key", "4", "value", "4", "entries", "1", "name",
                "other");
        listedLoop = Programs.sealed("loop", folder);
        gatekeeper = Gatekeeper.attach(listed.path(), listed512.path(), listedScript, listedLoop);
    }

    @AfterAll
    static void detach() throws IOException {
        if (gatekeeper != null) {
            gatekeeper.close();
        }
        Files.deleteIfExists(Path.of(MAP));
    }

    @Test
    @DisplayName("a listed file gets what others have loaded by its id")
    void othersObjectsAreNotHidden() {
        assertThat(Ran.succeeding(listed.path().toString(), "map", "list")).contains("name other");
    }

    @Test
    @DisplayName("the gatekeeper names each listed file and its digest")
    void namesListedFiles() {
        assertThat(gatekeeper.lines())
                .anyMatch(line -> line.startsWith("Allowing verity digest of \"" + listed.path() + "\" (")
                        && line.contains(hex(listed)))
                .anyMatch(line -> line.startsWith("Allowing verity digest of \"" + listed512.path() + "\" (")
                        && line.contains(hex(listed512)));
    }

    @Test
    @DisplayName("a listed file reaches bpf(), with either hash algorithm")
    void listedIsGranted() {
        assertGranted(listed);
        assertGranted(listed512);
    }

    @Test
    @DisplayName("a copy of a listed file, with the same digest, is the same program")
    void sameDigestIsGranted() {
        assertGranted(Tool.copyTo(scratch.resolve("same")).enabled());
    }

    @Test
    @DisplayName("a copy without fs-verity gets EPERM")
    void copyIsDenied() {
        assertDenied(Tool.copyTo(scratch.resolve("copy")));
    }

    @Test
    @DisplayName("a copy with another salt gets EPERM")
    void otherSaltIsDenied() {
        assertDenied(Tool.copyTo(scratch.resolve("salted")).enabled("--salt=c0ffee"));
    }

    @Test
    @DisplayName("another program with fs-verity gets EPERM")
    void otherContentIsDenied() throws IOException {
        Tool other = Tool.copyTo(scratch.resolve("other"));
        Files.write(other.path(), new byte[] {0}, StandardOpenOption.APPEND);
        assertDenied(other.enabled());
    }

    @Test
    @DisplayName("a copy with another block size gets EPERM")
    void otherBlockSizeIsDenied() {
        Tool small = Tool.copyTo(scratch.resolve("small"));
        Ran enabled = Ran.command(
                "fsverity", "enable", "--block-size=1024", small.path().toString());
        if (enabled.status() != 0) {
            SmallBlocks.skipWhereUnknown(enabled.output());
        }
        assertThat(enabled.status()).as(enabled.output()).isZero();
        assertDenied(small);
    }

    @Test
    @DisplayName("a copy in memory gets EPERM")
    void memoryFileIsDenied() {
        try (MemoryFile copy = MemoryFile.copyOf(listed.path())) {
            assertDenied(new Tool(copy.path()));
        }
    }

    @Test
    @DisplayName("another user than root takes a part of the room for processes, and not all of it")
    void roomIsKeptForRoot() throws Exception {
        int moreThanThereIs = 1100;
        try (Running filler = Running.start(
                List.of(Programs.path("fill"), listedLoop.toString(), Integer.toString(moreThanThereIs)))) {
            filler.await(Running.Deed.NOTHING, line -> line.equals("filled"));
            assertGranted(listed);
        }
    }

    @Test
    @DisplayName("listing a script does not list its interpreter")
    void interpreterIsDenied() throws IOException {
        Path byListed = script(Files.createDirectory(scratch.resolve("scripts")), listed);
        assertThat(run(byListed).status()).as("the interpreter decides").isZero();
        awaitGrant(byListed, listed.digest());
        assertEperm(run(listedScript));
    }

    @Test
    @DisplayName("another file under a listed name gets EPERM")
    void replacedPathIsDenied() throws IOException {
        Tool first = Tool.copyTo(scratch.resolve("tool")).enabled();
        assertGranted(first);
        Tool.copyTo(scratch.resolve("new"));
        Files.move(scratch.resolve("new"), first.path(), StandardCopyOption.REPLACE_EXISTING);
        assertDenied(first);
    }

    /** A script whose interpreter is the tool: run as "list", it is the tool's command "prog list". */
    private static Path script(Path place, Tool interpreter) throws IOException {
        Path script = Files.writeString(place.resolve("list"), "#!" + interpreter.path() + " prog\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** With an empty PATH the shell runs the file under its bare name. */
    private static Ran run(Path script) {
        return Ran.command("sh", "-c", "cd " + script.getParent() + " && PATH= && " + script.getFileName());
    }

    private static void assertGranted(Tool tool) {
        Ran ran = tool.listPrograms();
        assertThat(ran.status()).as(ran.output()).isZero();
        awaitGrant(tool.path(), tool.digest());
    }

    /** Nobody is denied where there is no gate: only its own word shows that it was asked. */
    private static void awaitGrant(Path started, String digest) {
        gatekeeper.await(line -> line.startsWith("granted ")
                && line.contains(" to " + started.getFileName() + " (")
                && line.contains("is listed, " + digest));
    }

    private static void assertDenied(Tool tool) {
        assertEperm(tool.listPrograms());
    }

    private static void assertEperm(Ran ran) {
        assertThat(ran.status()).as(ran.output()).isNotZero();
        assertThat(ran.output()).contains("Operation not permitted");
    }

    private static String hex(Tool tool) {
        return tool.digest().replaceFirst(".*:", "");
    }
}
