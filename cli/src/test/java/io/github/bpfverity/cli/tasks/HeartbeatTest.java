package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeSupervisor supervisor = new FakeSupervisor();
    private final AtomicBoolean answering = new AtomicBoolean(true);
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Heartbeat heart(Duration patience) {
        supervisor.patience = patience;
        PrintStream out = new PrintStream(err, true);
        return new Heartbeat(supervisor, answering::get, new Console(out, out, false, false));
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    @Test
    void itBeatsThreeTimesWhileTheSupervisorWaits() {
        Heartbeat heart = heart(Duration.ofSeconds(30));
        for (int second = 0; second <= 30; second++) {
            heart.beat(nanos(second));
        }
        assertThat(supervisor.heard).hasSize(4);
    }

    @Test
    void itIsAskedForOftenEnough() {
        assertThat(heart(Duration.ofSeconds(30)).atMost(SECOND)).isEqualTo(SECOND);
        assertThat(heart(Duration.ofMillis(1500)).atMost(SECOND)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void itIsSilentWhereNobodyWaitsForIt() {
        Heartbeat heart = heart(Duration.ZERO);
        heart.beat(nanos(1000));
        assertThat(supervisor.heard).isEmpty();
        assertThat(heart.atMost(SECOND)).isEqualTo(SECOND);
    }

    @Test
    void itIsSilentWhileRequestsAreNotAnswered() {
        Heartbeat heart = heart(Duration.ofSeconds(30));
        answering.set(false);
        heart.beat(nanos(100));
        assertThat(supervisor.heard).isEmpty();
        answering.set(true);
        heart.beat(nanos(101));
        assertThat(supervisor.heard).hasSize(1);
    }

    @Test
    void thatItIsNotHeardIsSaidOnce() {
        Heartbeat heart = heart(Duration.ofSeconds(30));
        supervisor.isGone = true;
        heart.beat(nanos(100));
        heart.beat(nanos(200));
        assertThat(err.toString()).isEqualTo("bpf-verity: warning: nobody there\n");
    }
}
