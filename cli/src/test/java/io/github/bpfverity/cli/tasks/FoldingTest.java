package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FoldingTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private final Folding folding = new Folding(new DecisionLine(Scope.EXE, false, Instant.EPOCH), lines::add);

    private static Decision decision(String comm, int pid) {
        return new Decision(AnEvent.of(Reason.NO_VERITY).process(pid).comm(comm).made(), Optional.empty());
    }

    @Test
    void theFirstIsToldAtOnceAndTheOthersTogether() {
        for (int i = 0; i < 1000; i++) {
            folding.accept(decision("loop", i), i);
        }
        folding.accept(decision("other", 1), 1000);
        folding.tick(4 * SECOND);
        assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("denied bpf(PROG_LOAD) to "));
        folding.tick(5 * SECOND);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2))
                .isEqualTo("denied bpf(PROG_LOAD) to loop (uid 0) 999 more times in 5 s, the last time to pid 999: its"
                        + " executable has no fs-verity digest");
    }

    @Test
    void aBurstThatGoesOnIsToldOnceAWindow() {
        for (int second = 0; second <= 20; second++) {
            folding.accept(decision("loop", 7), second * SECOND);
            folding.tick(second * SECOND);
        }
        assertThat(lines).hasSize(5);
        assertThat(lines.get(4)).contains(" 5 more times ");
    }

    @Test
    void whatTheGateCountedIsNoFirst() {
        Event repeats = AnEvent.of(Reason.LISTED).comm("loop").calls(7).made();
        folding.accept(new Decision(repeats, Optional.empty()), 0);
        assertThat(lines).isEmpty();
        folding.accept(new Decision(repeats, Optional.empty()), SECOND);
        folding.tick(5 * SECOND);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).startsWith("granted bpf(PROG_LOAD) to loop (uid 0) 14 more times in ");
    }

    @Test
    void afterAQuietWindowTheNextIsAFirstAgain() {
        folding.accept(decision("loop", 7), 0);
        folding.tick(6 * SECOND);
        folding.accept(decision("loop", 8), 7 * SECOND);
        assertThat(lines).hasSize(2).allMatch(line -> line.contains("to allow: "));
    }

    @Test
    void nothingIsLeftUntoldAtTheEnd() {
        folding.accept(decision("loop", 7), 0);
        folding.accept(decision("loop", 7), 1);
        folding.flush();
        folding.flush();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains(" 1 more time in ");
    }

    @Test
    void changingNamesFillNoMemoryAndHideNothing() {
        folding.accept(decision("first", 7), 0);
        folding.accept(decision("first", 7), 1);
        for (int i = 0; i < 5000; i++) {
            folding.accept(decision("n" + i, 7), 2);
        }
        assertThat(lines).hasSize(5002).anyMatch(line -> line.contains("to first (uid 0) 1 more time "));
        lines.clear();
        folding.accept(decision("n4999", 7), 3);
        folding.accept(decision("n1", 7), 3);
        assertThat(lines).hasSize(1);
    }
}
