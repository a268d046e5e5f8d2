package io.github.bpfverity.kerneltests.attacks;

import static io.github.bpfverity.kerneltests.attacks.Stage.CALLER;
import static io.github.bpfverity.kerneltests.attacks.Stage.PLAIN_CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.kerneltests.Cli;
import io.github.bpfverity.kerneltests.Gatekeeper;
import io.github.bpfverity.kerneltests.Ran;
import io.github.bpfverity.kerneltests.attacks.Attempt.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** A gate that stays until the machine is booted again: the last that happens to the machine. */
@Tag("kernel")
@Order(Integer.MAX_VALUE)
@DisplayName(Attack.SUITE)
class LockedGateTest {
    private static final Path PINS = Path.of("/sys/fs/bpf/bpf-verity");

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
        Stage.seal();
        gatekeeper = Gatekeeper.attach("--lock", CALLER);
    }

    /** In this order: the keeper is killed on the way. */
    @TestFactory
    @DisplayName("removal")
    Stream<DynamicNode> removal() {
        return Attack.tests(List.of(
                Attack.of(
                        "a locked gate: its names and mounts, in this namespace and others",
                        LockedGateTest::unpin,
                        () -> unpin("twin")),
                Attack.of(
                        "a locked gate: detach, by the gatekeeper",
                        LockedGateTest::detach,
                        () -> attempt(Cli.run("status"), "stays: locked", Ending.GRANTED)),
                Attack.of(
                        "a locked gate: the same when its gatekeeper was killed",
                        () -> {
                            gatekeeper.endBy("KILL");
                            Attempt names = unpin();
                            return names.isStopped() ? detach() : names;
                        },
                        () -> Attempt.run(CALLER))));
    }

    /** All that takes names and mounts away; stopped if the gate still decides, too. */
    private static Attempt unpin() {
        Attempt attempt = unpin("attack");
        assertThat(attempt.output())
                .as("the ways that are said to be tried")
                .contains("unlink: Operation not permitted")
                .contains("unlink by io_uring: Operation not permitted")
                .contains("rename by io_uring: Operation not permitted")
                .contains("rmdir of the mount point: Operation")
                .contains("pivot_root in the first namespace: Operation not permitted")
                .doesNotContain("a mount beneath: done")
                .contains("make the first namespace shared: Operation not permitted");
        return attempt.isStopped() ? Attempt.run(PLAIN_CALLER) : attempt;
    }

    private static Attempt unpin(String how) {
        return Attempt.run(Stage.program("keeper-static/unpin"), how, PINS, "/dev/vda");
    }

    private static Attempt detach() {
        Ran detached = Cli.run("detach");
        assertThat(detached.status()).isEqualTo(77);
        Attempt attempt = attempt(detached, "it stays until the machine is booted again", Ending.STOPPED);
        return attempt.isStopped() ? Attempt.run(PLAIN_CALLER) : attempt;
    }

    private static Attempt attempt(Ran ran, String words, Ending ending) {
        return new Attempt(ran.output().contains(words) ? ending : Ending.ERROR, ran.status() + ": " + ran.output());
    }
}
