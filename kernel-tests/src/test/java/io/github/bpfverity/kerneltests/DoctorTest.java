package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} on a machine on which the gate can run. */
@Tag("kernel")
class DoctorTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("finds nothing missing, and a listed file's digest")
    void findsNothingMissing() {
        Tool tool = Tool.copyTo(folder.resolve("tool")).enabled();
        Ran ran = Cli.run("doctor", tool.path().toString());
        assertThat(ran.status()).as(ran.output()).isZero();
        assertThat(ran.output()).contains(tool.digest());
    }

    @Test
    @DisplayName("says that a file system has no fs-verity: 69")
    void fileSystemWithoutVerity() {
        Ran ran = Cli.run("doctor", "/dev/shm");
        assertThat(ran.status()).as(ran.output()).isEqualTo(69);
    }

    @Test
    @DisplayName("tells nobody that root is needed: 69")
    void withoutPrivileges() {
        Ran ran = Cli.runAsNobody("doctor");
        assertThat(ran.status()).as(ran.output()).isEqualTo(69);
        assertThat(ran.output().lines())
                .as(ran.output())
                .anySatisfy(
                        line -> assertThat(line).contains("capabilities", "may not load BPF programs", "run as root"));
    }

    @Test
    @DisplayName("a JDK 25 prints no warning of its own")
    void newerJavaPrintsNoWarning() {
        Path java = Path.of("/java25/bin/java");
        Assumptions.assumeTrue(Files.isExecutable(java), "the machine was made without a JDK 25 (JAVA25_HOME)");
        Ran ran = Cli.runBy(java, "doctor");
        assertThat(ran.status()).as(ran.output()).isZero();
        assertThat(ran.output()).doesNotContainIgnoringCase("warning");
    }
}
