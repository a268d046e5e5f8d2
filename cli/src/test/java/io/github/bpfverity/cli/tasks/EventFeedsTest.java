package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventFeedsTest {
    private final EventFeeds feeds = new EventFeeds();

    private static List<String> all(Feed feed) {
        List<String> lines = new ArrayList<>();
        for (List<String> some = feed.take(); !some.isEmpty(); some = feed.take()) {
            lines.addAll(some);
        }
        return lines;
    }

    @Test
    void theLatestAreKept() {
        for (int i = 0; i < 1500; i++) {
            feeds.tell("line " + i);
        }
        assertThat(feeds.latest(false)).hasSize(1000).startsWith("line 500").endsWith("line 1499");
        assertThat(feeds.latest(true)).isEmpty();
    }

    @Test
    void whoWatchesGetsTheLatestAndWhatComes() {
        feeds.tell("before");
        Feed feed = feeds.watch(false, () -> {});
        feeds.tell("after");
        feeds.tellPrograms(() -> "{}");
        assertThat(all(feed)).containsExactly("before", "after");
        assertThat(feed.take()).isEmpty();
        assertThat(feed.ended()).isFalse();
    }

    @Test
    void aSlowReaderLosesItsOwnLinesAndIsToldHowMany() {
        Feed slow = feeds.watch(false, () -> {});
        Feed quick = feeds.watch(false, () -> {});
        List<String> read = new ArrayList<>();
        for (int i = 0; i < EventFeeds.LONGEST_BACKLOG + 100; i++) {
            feeds.tell("line " + i);
            read.addAll(quick.take());
        }
        assertThat(read).hasSize(EventFeeds.LONGEST_BACKLOG + 100).doesNotContain("lost");
        List<String> late = all(slow);
        assertThat(late)
                .hasSize(EventFeeds.LONGEST_BACKLOG + 1)
                .endsWith("lost 100 lines: this reader did not keep up");
        feeds.tell("again");
        assertThat(all(slow)).containsExactly("again");
    }

    @Test
    void programsFindTheLossAsADocument() {
        Feed slow = feeds.watch(true, () -> {});
        for (int i = 0; i <= EventFeeds.LONGEST_BACKLOG; i++) {
            feeds.tellPrograms(() -> "{}");
        }
        assertThat(all(slow)).endsWith("{\"schema\":1,\"kind\":\"lost\",\"lines\":1}");
    }

    @Test
    void watchersAreWokenUntilTheyGo() {
        AtomicInteger woken = new AtomicInteger();
        Feed feed = feeds.watch(true, woken::incrementAndGet);
        feeds.wake();
        feed.close();
        feeds.wake();
        assertThat(woken).hasValue(1);
    }

    @Test
    void thereIsAnEndToHowManyMayWatch() {
        List<Feed> some = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            some.add(feeds.watch(i % 2 == 0, () -> {}));
        }
        var e = catchThrowableOfType(TaskException.class, () -> feeds.watch(false, () -> {}));
        assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE);
        some.get(0).close();
        assertThat(feeds.watch(false, () -> {})).isNotNull();
    }
}
