package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.kerneltests.KeeperSize.Peak;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pinned gate that is asked 20,000 times a second, or as often as the machine can, for {@code -Dendurance.seconds=}: a
 * third of them with one gatekeeper, the rest with gatekeepers that are killed, each after a minute or a tenth of it all.
 */
@Tag("kernel")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 1, unit = TimeUnit.DAYS)
class EnduranceTest {
    private static final int SECONDS = Integer.getInteger("endurance.seconds", 48);
    private static final int LIFE = Math.min(60, SECONDS / 10);
    private static final int RATE_OF_EACH = 10_000;
    private static final long MEBIBYTE = 1 << 20;
    private static final long LARGEST = 80 * MEBIBYTE; // the package's is measured where the package is tried
    private static final long NANOS = 1_000_000_000;

    /** How much a heap breathes; in minutes the JVM has not compiled yet what it is going to. */
    private static final long BREATH = (SECONDS < 600 ? 16 : 8) * MEBIBYTE;

    @TempDir
    private static Path folder;

    private static Path listed;
    /** What a gatekeeper may have open for a moment, to look at /proc or to answer: one kept for each event is thousands. */
    private static final int PASSING_DESCRIPTORS = 8;

    private static Service service;

    /** By the callers' own counts, of all tests together. */
    private static long granted;

    private static long denied;

    @BeforeAll
    static void attach() {
        listed = Programs.sealed("pace", folder);
        service = Service.attach(folder, "--pin", "--metrics", Integer.toString(Numbers.PORT), listed.toString());
    }

    @AfterAll
    static void remove() {
        if (service != null) {
            Cli.run("detach");
            service.close();
        }
    }

    private static void add(String what, Load.Sum sum) {
        granted += sum.granted();
        denied += sum.denied();
        System.out.printf(
                "endurance: %s: %,d decisions in %.0f s, %,d a second%n", what, sum.calls(), sum.seconds(), sum.rate());
    }

    /** The kernel's counts are the callers', and each decision was read by a gatekeeper or is counted as lost. */
    private static Numbers requireAllAccountedFor() {
        Numbers quiet = Numbers.whenAllIsRead();
        assertThat(quiet.decisions("listed")).as("listed calls").isEqualTo(granted);
        assertThat(quiet.decisions("no_verity")).as("unlisted calls").isEqualTo(denied);
        System.out.printf(
                "endurance: %,d decisions = %,d read + %,d joined to those + %,d lost + the look at the counters%n",
                quiet.decisions(), quiet.read(), quiet.joined(), quiet.lost());
        return quiet;
    }

    @Test
    @Order(1)
    @DisplayName("under load for a while, a gatekeeper reports or counts each decision, and grows in nothing")
    void oneGatekeeper() throws Exception {
        List<Peak> peaks = new ArrayList<>();
        try (Load load = Load.start(listed, RATE_OF_EACH)) {
            // The first part is for the JVM to compile and to size its heap.
            for (int part = 0; part < 4; part++) {
                peaks.add(KeeperSize.watch(service.keeper(), SECONDS * NANOS / 12));
            }
            add("one gatekeeper", load.stop());
        }
        System.out.println("endurance: one gatekeeper, quarter by quarter: " + peaks);
        Numbers quiet = requireAllAccountedFor();
        assertThat(quiet.told()).as("told, of those read").isEqualTo(quiet.read() + quiet.joined());
        assertThat(quiet.joined()).as("calls that repeat, told together").isPositive();
        assertNoGrowth(peaks.subList(1, peaks.size()));
    }

    @Test
    @Order(2)
    @DisplayName("gatekeepers that are killed one after another leave no call undecided and no decision uncounted")
    void killedGatekeepers() throws Exception {
        List<Peak> peaks = new ArrayList<>();
        try (Load load = Load.start(listed, RATE_OF_EACH)) {
            long end = System.nanoTime() + SECONDS * NANOS * 2 / 3;
            for (int life = 2; life < 4 || System.nanoTime() < end; life++) {
                Ran.succeeding("/bin/kill", "-KILL", Long.toString(service.keeper()));
                service.await(life, "store: started ");
                service.await(life, "Attached program");
                peaks.add(KeeperSize.watch(service.keeper(), LIFE * NANOS));
            }
            add(peaks.size() + " killed gatekeepers", load.stop());
        }
        System.out.println("endurance: life by life: " + peaks);
        requireAllAccountedFor();
        assertNoGrowth(peaks);
    }

    /** Neither beyond the limit nor from the first to the last, by more than the heap breathes. */
    private static void assertNoGrowth(List<Peak> peaks) {
        Peak first = peaks.get(0);
        Peak last = peaks.get(peaks.size() - 1);
        assertThat(peaks).allMatch(peak -> peak.residentBytes() <= LARGEST);
        assertThat(last.residentBytes()).isLessThanOrEqualTo(first.residentBytes() + BREATH);
        assertThat(last.descriptors()).isLessThanOrEqualTo(first.descriptors() + PASSING_DESCRIPTORS);
    }
}
