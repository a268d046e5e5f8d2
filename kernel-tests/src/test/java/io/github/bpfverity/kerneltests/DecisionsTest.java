package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about decisions, and how the gate ends. */
@Tag("kernel")
class DecisionsTest {
    private static final long BPF = 321; // the system call's number on x86-64
    private static final int BURST = 20_000;
    private static final Path TRACE = Path.of("/sys/kernel/tracing/trace");
    private static final Pattern TOTALS =
            Pattern.compile("Detached: (\\d+) granted, (\\d+) denied, (\\d+) events lost");

    @TempDir
    private Path folder;

    private Tool listed;
    private Tool unlisted;

    @BeforeEach
    void copyTools() {
        listed = Tool.copyTo(folder.resolve("listed")).enabled();
        unlisted = Tool.copyTo(folder.resolve("unlisted"));
    }

    @Test
    @DisplayName("every decision is a line with command, caller, reason and digest; SIGTERM detaches")
    void decisionsAreLines() {
        try (Gatekeeper gatekeeper = Gatekeeper.attach(listed.path())) {
            listed.listPrograms();
            unlisted.listPrograms();
            assertThat(gatekeeper.await(line -> line.startsWith("granted") && line.contains(" to listed ")))
                    .contains("bpf(PROG_GET_NEXT_ID)", "uid 0", listed.digest());
            assertThat(gatekeeper.await(line -> line.startsWith("denied") && line.contains("unlisted (pid ")))
                    .as("with the path of a program that has ended")
                    .contains("bpf(", " to " + unlisted.path() + " (pid ", "uid 0", "no fs-verity digest");
            assertThat(gatekeeper.endBy("TERM")).isZero();
            assertThat(gatekeeper.lines()).anyMatch(TOTALS.asMatchPredicate());
        }
        assertOpen();
    }

    @Test
    @DisplayName("SIGINT detaches and ends with status 0")
    void interruptDetaches() {
        try (Gatekeeper gatekeeper = Gatekeeper.attach(listed.path())) {
            assertThat(unlisted.listPrograms().status()).isNotZero();
            assertThat(gatekeeper.endBy("INT")).isZero();
        }
        assertOpen();
    }

    @Test
    @DisplayName("a full ring buffer loses events, counts them, and changes no verdict")
    void fullRingBufferChangesNoVerdict() {
        try (Gatekeeper gatekeeper = Gatekeeper.attach(listed.path())) {
            gatekeeper.signal("STOP");
            assertThat(deniedCalls(BURST)).isEqualTo(BURST);
            assertThat(listed.listPrograms().status()).isZero();
            assertThat(unlisted.listPrograms().status()).isNotZero();
            gatekeeper.signal("CONT");
            assertThat(gatekeeper.endBy("TERM")).isZero();
            Matcher totals = totals(gatekeeper);
            assertThat(Long.parseLong(totals.group(2))).as("denied").isGreaterThan(BURST);
            assertThat(Long.parseLong(totals.group(3))).as("events lost").isPositive();
        }
    }

    @Test
    @DisplayName("granted calls that repeat are told together to the last, and push no denial out of the ring buffer")
    void repeatedCallsAreToldTogether() throws IOException {
        Path pace = Programs.sealed("pace", folder);
        Path stop = Files.createFile(folder.resolve("stop"));
        try (Gatekeeper gatekeeper = Gatekeeper.attach(pace)) {
            gatekeeper.signal("STOP");
            assertThat(Ran.command(pace.toString(), stop.toString(), Integer.toString(100 * BURST))
                            .output())
                    .isEqualTo("GRANTED " + BURST + " granted, 0 denied\n");
            assertThat(unlisted.listPrograms().status()).isNotZero();
            gatekeeper.signal("CONT");
            gatekeeper.await(line -> line.startsWith("denied"));
            assertThat(gatekeeper.endBy("TERM")).isZero();
            assertThat(totals(gatekeeper).group(3)).as("events lost").isEqualTo("0");
            assertThat(gatekeeper.lines())
                    .anyMatch(line -> line.startsWith("granted bpf(") && line.contains(" to pace (pid "))
                    .anyMatch(line -> line.contains(" to pace (uid 0) " + (BURST - 1) + " more times in "));
        }
    }

    @Test
    @DisplayName("with --trace, decisions are in the trace pipe; without, they are not")
    void traceLines() throws IOException {
        Files.writeString(TRACE, "");
        try (Gatekeeper gatekeeper = Gatekeeper.attach(listed.path())) {
            listed.listPrograms();
            assertThat(Files.readString(TRACE)).doesNotContain("granting access", "denying access");
            gatekeeper.endBy("TERM");
        }
        try (Gatekeeper gatekeeper = Gatekeeper.attach("--trace", listed.path())) {
            listed.listPrograms();
            unlisted.listPrograms();
            assertThat(Files.readString(TRACE))
                    .containsPattern("listed-\\d+ .*: granting access")
                    .containsPattern("unlisted-\\d+ .*: no verity information")
                    .containsPattern("unlisted-\\d+ .*: denying access");
            gatekeeper.endBy("TERM");
        }
    }

    @Test
    @DisplayName("a second gatekeeper finds the first at work, and says so")
    void secondGatekeeperIsRefused() {
        try (Gatekeeper gatekeeper = Gatekeeper.attach(listed.path())) {
            Ran second = Cli.run("attach", listed.path().toString());
            assertThat(second.status()).as(second.output()).isEqualTo(69);
            assertThat(second.output()).contains("a gatekeeper is at work already");
            gatekeeper.endBy("TERM");
        }
    }

    private static long deniedCalls(int calls) {
        long denied = 0;
        for (int i = 0; i < calls; i++) {
            // BPF_MAP_CREATE with attributes of no size: the gate is asked first, and nothing could be created.
            denied += Libc.INSTANCE.syscall(BPF, 0, 0, 0) < 0
                            && jnr.ffi.Runtime.getSystemRuntime().getLastError() == 1
                    ? 1
                    : 0;
        }
        return denied;
    }

    private static Matcher totals(Gatekeeper gatekeeper) {
        Matcher totals = TOTALS.matcher(gatekeeper.await(TOTALS.asMatchPredicate()));
        assertThat(totals.matches()).isTrue();
        return totals;
    }

    private void assertOpen() {
        Ran ran = unlisted.listPrograms();
        assertThat(ran.status()).as(ran.output()).isZero();
    }
}
