package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody has to go by who brings a gate to a machine: who calls bpf(), why it is denied, and numbers. */
@Tag("kernel")
class OperatorTest {
    private static final long BPF = 321; // the system call's number on x86-64

    @TempDir
    private Path folder;

    /** This very process, whose executable is the runtime's: it still runs when somebody looks. */
    private static void callBpf() {
        // BPF_MAP_CREATE with attributes of no size: decided, and nothing is created.
        Libc.INSTANCE.syscall(BPF, 0, 0, 0);
    }

    @Test
    @DisplayName("learn denies nothing and writes down who called bpf(), as a policy")
    void learnWritesAPolicy() throws IOException, InterruptedException {
        Tool sealed = Tool.copyTo(folder.resolve("sealed")).enabled();
        Path policy = folder.resolve("policy");
        Path output = folder.resolve("output");
        Process learn = new ProcessBuilder(
                        Cli.command("learn", "--for", "1h", "--scope", "process", "-o", policy.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        while (!Files.readString(output).contains("learning for 1 h")) {
            assertThat(learn.isAlive()).as(Files.readString(output)).isTrue();
            Thread.sleep(50);
        }
        assertThat(sealed.listPrograms().status()).isZero();
        callBpf();
        Thread.sleep(1500);
        Ran.succeeding("/bin/kill", "-TERM", Long.toString(learn.pid()));
        assertThat(learn.waitFor()).as(Files.readString(output)).isZero();
        assertThat(Files.readAllLines(policy))
                .anyMatch(line -> line.startsWith(sealed.digest() + " "))
                .anyMatch(line -> line.matches("# /java/bin/java: \\d+ calls? by uid 0: .*MAP_CREATE.*"))
                .contains("# it makes code when it runs: scope process denies it; give its process a grant with 'run'")
                .anyMatch(line -> line.endsWith("cli.jar seal --with-libraries --policy /java/bin/java"));
    }

    @Test
    @DisplayName("a denial names the program and what to do; explain agrees; metrics count it and its time")
    void denialsAreExplainedAndCounted() {
        Tool listed = Tool.copyTo(folder.resolve("listed")).enabled();
        Tool sealed = Tool.copyTo(folder.resolve("sealed")).enabled("--salt=0c");
        try (Gatekeeper gatekeeper = Gatekeeper.attach("--scope", "exe", "--metrics", "9464", listed.path())) {
            callBpf();
            assertThat(gatekeeper.await(line -> line.startsWith("denied bpf(MAP_CREATE) to /java/bin/java (")))
                    .endsWith("; to allow: cli.jar seal /java/bin/java && cli.jar allow /java/bin/java");
            assertThat(Cli.run(
                                    "explain",
                                    Long.toString(ProcessHandle.current().pid()),
                                    listed.path().toString())
                            .output())
                    .contains("/java/bin/java (pid " + ProcessHandle.current().pid() + "): would be denied bpf()")
                    .contains("NO FILE", listed.path() + ": would be granted bpf(): its executable is listed");
            assertThat(Cli.run("explain", sealed.path().toString()).output())
                    .contains("NOT LISTED", "to allow: cli.jar allow " + sealed.path());
            String metrics = Ran.succeeding("wget", "-q", "-O", "-", "http://127.0.0.1:9464/metrics");
            assertThat(metrics)
                    .containsPattern("bpf_verity_decisions_total\\{verdict=\"denied\",reason=\"no_verity\"} [1-9]")
                    .containsPattern("bpf_verity_events_total\\{hook=\"bpf\",command=\"MAP_CREATE\",verdict=\"denied\","
                            + "reason=\"no_verity\"} [1-9]")
                    .contains("bpf_verity_listed_digests 1\n", "bpf_verity_enforcing 1\n")
                    .containsPattern("bpf_verity_decision_seconds_count [1-9]")
                    .containsPattern("bpf_verity_decision_seconds_sum [0-9.E-]*[1-9]");
            assertThat(gatekeeper.endBy("TERM")).isZero();
        }
    }
}
