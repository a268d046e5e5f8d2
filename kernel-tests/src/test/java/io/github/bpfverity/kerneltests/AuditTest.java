package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gate that only says what it would do, and who listens to it. */
@Tag("kernel")
class AuditTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("with --audit nothing is denied, all is said, and nobody can overlook it")
    void auditDeniesNothing() throws IOException, InterruptedException {
        Tool listed = Tool.copyTo(folder.resolve("listed")).enabled();
        Tool unlisted = Tool.copyTo(folder.resolve("unlisted"));
        try (Gatekeeper gatekeeper = Gatekeeper.attach("--audit", listed.path())) {
            Path events = folder.resolve("events");
            Process follower = new ProcessBuilder(Cli.command("events", "--follow", "--json"))
                    .redirectOutput(events.toFile())
                    .start();
            Ran ran = unlisted.listPrograms();
            assertThat(ran.status()).as(ran.output()).isZero();
            assertThat(gatekeeper.await(line -> line.startsWith("would deny ") && line.contains("unlisted (pid ")))
                    .contains("no fs-verity digest", "; to allow: ");
            assertThat(gatekeeper.lines()).anyMatch(line -> line.contains("DENIES NOTHING"));
            assertThat(Cli.run("doctor").output()).contains("warn  gate: attached in mode audit: NOTHING IS DENIED");
            assertThat(Cli.run("status", "--json").output()).contains("\"mode\":\"audit\"");
            assertThat(gatekeeper.endBy("TERM")).isZero();
            assertThat(follower.waitFor()).isZero();
            assertThat(Files.readAllLines(events))
                    .anyMatch(line -> line.startsWith("{\"schema\":1,\"kind\":\"decision\",")
                            && line.contains("\"verdict\":\"denied\",\"audit\":true")
                            && line.contains("\"comm\":\"unlisted\""));
        }
    }
}
