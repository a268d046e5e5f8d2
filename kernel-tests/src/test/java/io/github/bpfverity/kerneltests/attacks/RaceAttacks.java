package io.github.bpfverity.kerneltests.attacks;

import static io.github.bpfverity.kerneltests.attacks.Stage.CALLER;
import static io.github.bpfverity.kerneltests.attacks.Stage.PLAIN_CALLER;
import static io.github.bpfverity.kerneltests.attacks.Stage.VICTIM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.gate.Protection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Calling while something changes. */
final class RaceAttacks {
    /** How many calls are made in a storm; {@code -Dattack.calls=20000000} for the long one. */
    private static final long CALLS = Long.getLong("attack.calls", 500_000);

    private static final long CALLS_AT_A_TIME = 500_000;
    private static final Path PREEMPTION = Path.of("/sys/kernel/debug/sched/preempt");

    private RaceAttacks() {}

    /** Those that need nothing but a gate. */
    static List<Attack> all() {
        Path executing = Stage.program("listed/race_executing");
        Path storm = Stage.program("unlisted/storm_of_programs");
        return List.of(
                Stage.within("threads call while another maps executable memory", "race_mapping", Protection.ANONYMOUS),
                Attack.of(
                        "threads call while another executes an unlisted program",
                        () -> Attempt.run(executing, "attack", PLAIN_CALLER),
                        () -> Attempt.run(executing, "twin", CALLER),
                        Protection.VERITY),
                Attack.of(
                        "a storm of forks and execs, under full preemption",
                        () -> underFullPreemption(() -> Attempt.run(storm, "attack", CALLER, PLAIN_CALLER)),
                        () -> underFullPreemption(() -> Attempt.run(storm, "twin", CALLER, PLAIN_CALLER)),
                        Protection.VERITY));
    }

    /** Eight threads under full preemption, while a gatekeeper at work takes files off its list and puts them back. */
    static Attack storm() {
        return Attack.of(
                CALLS + " calls of 8 threads under full preemption, during revoke and allow",
                () -> storm("unlisted/plain_storm_of_calls", "attack", CALLS),
                () -> storm("listed/storm_of_calls", "twin", CALLS_AT_A_TIME));
    }

    private static Attempt storm(String program, String role, long calls) {
        return underFullPreemption(() -> {
            try (ChangingList list = new ChangingList(VICTIM)) {
                Attempt attempt = run(program, role);
                Attempt first = attempt;
                // The list's own thread has to get its turn among those that call.
                for (long made = CALLS_AT_A_TIME;
                        attempt.ending() == first.ending() && (made < calls || !list.changed());
                        made += CALLS_AT_A_TIME) {
                    attempt = run(program, role);
                }
                return attempt;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** The program counts what it was answered: one that made fewer calls proves nothing. */
    private static Attempt run(String program, String role) {
        Attempt attempt = Attempt.run(Stage.program(program), role, CALLS_AT_A_TIME);
        assertThat(attempt.output()).containsAnyOf(CALLS_AT_A_TIME + " refused", CALLS_AT_A_TIME + " let through");
        return attempt;
    }

    /** All of these kernels can change their preemption while they run. */
    private static Attempt underFullPreemption(Supplier<Attempt> attempt) {
        try {
            String before = Files.readString(PREEMPTION).replaceAll("(?s).*\\((.*)\\).*", "$1");
            Files.writeString(PREEMPTION, "full");
            try {
                return attempt.get();
            } finally {
                Files.writeString(PREEMPTION, before);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A thread that has the gatekeeper revoke and allow a file, in turns and without a pause. */
    private static final class ChangingList implements AutoCloseable {
        private final Lister lister = new GatekeeperLister();
        private final Path file;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final Thread thread = new Thread(this::change, "changes the list");
        private final int changesBefore;
        private volatile boolean stopping;
        private volatile int changes;

        /** Returns when the file was revoked and allowed for the first time. */
        ChangingList(Path file) throws InterruptedException {
            this.file = file;
            thread.start();
            if (!begun.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the gatekeeper did not change its list");
            }
            changesBefore = changes;
        }

        private void change() {
            while (!stopping) {
                lister.revoke(file);
                lister.allowExecutable(file);
                changes++;
                begun.countDown();
            }
        }

        boolean changed() {
            return changes > changesBefore;
        }

        @Override
        public void close() {
            stopping = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
