package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One pinned gate, its keeper's end, and who comes after. The tests are the chapters of its life. */
@Tag("kernel")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PinnedGateTest {
    private static final Path PINS = Path.of("/sys/fs/bpf/bpf-verity");

    @TempDir
    private static Path folder;

    private static Tool listed;
    private static Path reach;
    private static Service service;

    @BeforeAll
    static void attach() {
        listed = Tool.copyTo(folder.resolve("listed")).enabled();
        reach = Programs.sealed("reach_own", folder);
        service = Service.attach(folder, "--pin", listed.path().toString(), reach.toString());
    }

    @AfterAll
    static void remove() {
        if (service != null) {
            service.close();
        }
        if (Files.exists(PINS)) {
            Cli.run("detach");
        }
    }

    private static Ran reach(String how) {
        return Ran.command(
                reach.toString(),
                how,
                Long.toString(service.keeper()),
                PINS.toString(),
                Integer.toString(Programs.function("security_bpf")));
    }

    private static void assertDecides() {
        assertThat(Programs.bpfIsOpen()).as("bpf() is open to all").isFalse();
        assertThat(listed.listPrograms().status())
                .as("the listed program is granted")
                .isZero();
    }

    @Test
    @Order(1)
    @DisplayName(
            "a listed program gets no descriptor of the gate's objects: by id, pin, the keeper's, or by answering for"
                    + " the gate")
    void objectsAreTheKeepers() {
        Ran attack = reach("attack");
        assertThat(attack.output()).as("attack").contains("STOPPED 0 opened").doesNotContain("opened: ");
        assertThat(reach("twin").output()).contains("GRANTED a map of its own");
    }

    @Test
    @Order(2)
    @DisplayName("no tool gets the gatekeeper's JVM to load code")
    void theJvmTakesNoAgents() throws IOException {
        Path request = Files.createFile(Path.of("/tmp/.attach_pid" + service.keeper()));
        Ran.succeeding("/bin/kill", "-QUIT", Long.toString(service.keeper()));
        Pause.millis(2000);
        assertThat(Path.of("/tmp/.java_pid" + service.keeper())).doesNotExist();
        assertThat(service.lines()).noneMatch(line -> line.startsWith("Full thread dump"));
        Files.delete(request);
    }

    @Test
    @Order(3)
    @DisplayName("a second gatekeeper is refused in words")
    void aSecondGateIsRefused() {
        Ran second = Cli.run("attach", listed.path().toString());
        assertThat(second.status()).isEqualTo(69);
        assertThat(second.output()).contains("a gatekeeper is at work already");
        Ran elsewhere = Cli.run(
                "attach",
                "--pin=/sys/fs/bpf/other",
                "--no-control",
                listed.path().toString());
        assertThat(elsewhere.status()).isEqualTo(69);
        assertThat(elsewhere.output()).contains("/sys/fs/bpf/bpf-verity: a gate is pinned there already");
        assertThat(Path.of("/sys/fs/bpf/other")).doesNotExist();
    }

    @Test
    @Order(4)
    @DisplayName("a gatekeeper that is stopped, and a full ring buffer, change nothing but the report")
    void aStoppedKeeper() throws IOException {
        Path stop = folder.resolve("stop-full");
        String keeper = Long.toString(service.keeper());
        Ran.succeeding("/bin/kill", "-STOP", keeper);
        Process loop = new ProcessBuilder(Programs.path("loop"), stop.toString())
                .redirectOutput(folder.resolve("loop-full").toFile())
                .start();
        Pause.millis(1500);
        assertDecides();
        Files.createFile(stop);
        assertThat(loop.onExit().join().exitValue()).as("denied throughout").isEqualTo(1);
        Ran.succeeding("/bin/kill", "-CONT", keeper);
        service.awaitWords("decisions were made and could not be reported");
    }

    @Test
    @Order(5)
    @DisplayName("a gatekeeper that is killed and comes back takes over, with no moment in which bpf() is open")
    void aKeeperThatComesBackTakesOver() throws IOException {
        Cli.run("allow", Programs.sealed("loop", folder).toString());
        Cli.run("revoke", reach.toString());
        Path stop = folder.resolve("stop");
        Process loop = new ProcessBuilder(Programs.path("loop"), stop.toString())
                .redirectOutput(folder.resolve("loop-out").toFile())
                .start();
        long before = service.keeper();
        Ran.succeeding("/bin/kill", "-KILL", Long.toString(before));
        service.await(2, "store: started ");
        assertThat(Programs.bpfIsOpen()).as("while it starts").isFalse();
        service.await(1, "Took over the gate pinned to /sys/fs/bpf/bpf-verity: scope process, ");
        service.await(2, "Attached program");
        Files.createFile(stop);
        assertThat(loop.onExit().join().exitValue())
                .as(Files.readString(folder.resolve("loop-out")))
                .isEqualTo(1);
        assertThat(service.keeper()).isNotEqualTo(before);
        assertDecides();
    }

    @Test
    @Order(6)
    @DisplayName("the list, the reports and the control socket are the new keeper's")
    void theNewKeeperKeeps() {
        assertThat(reach("twin").output()).as("revoked before").contains("DENIED");
        assertThat(Cli.run("list").output()).contains(listed.digest());
        Ran.succeeding(Cli.command("allow", reach.toString()).toArray(String[]::new));
        assertThat(reach("twin").output()).as("allowed again").contains("GRANTED");
        assertThat(reach("attack").output()).as("objects of the new keeper").contains("STOPPED 0 opened");
        service.awaitWords("granted bpf(MAP_CREATE) to reach_own");
        assertThat(Cli.run("status").output())
                .contains("gatekeeper: pid " + service.keeper())
                .contains("stays: pinned");
    }

    @Test
    @Order(7)
    @DisplayName("without a keeper it goes on deciding, and attach says what to do")
    void withoutAKeeper() {
        service.kill();
        assertDecides();
        Ran again = Cli.run("attach", "--pin", listed.path().toString());
        assertThat(again.status()).isEqualTo(69);
        assertThat(again.output()).contains("'detach /sys/fs/bpf/bpf-verity' removes it unless it is locked");
        assertThat(reach("attack").output()).as("objects of nobody").contains("STOPPED 0 opened");
    }

    @Test
    @Order(8)
    @DisplayName("detach removes what nobody keeps")
    void detach() {
        Ran detached = Cli.run("detach");
        assertThat(detached.output()).contains("Removed the gate pinned in /sys/fs/bpf/bpf-verity");
        assertThat(PINS).doesNotExist();
        assertThat(Programs.bpfIsOpen()).isTrue();
    }
}
