package io.github.bpfverity.cli.tasks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Hands what is said of decisions to whoever watches, and keeps the latest for those who ask later.
 *
 * <p>Each watcher has a backlog of its own, of bounded length. One that does not keep up loses lines, and finds in their
 * place how many; nobody else loses any, and nobody waits.
 */
final class EventFeeds {
    /** How much a watcher may be behind. */
    static final int LONGEST_BACKLOG = 8192;

    private static final int MOST_FEEDS = 16;
    private static final int MOST_AT_ONCE = 256;
    private static final int KEPT = 1000;

    private final Stream text = new Stream(count -> "lost " + count + " lines: this reader did not keep up");
    private final Stream json = new Stream(count -> Json.document("lost", Facts.of("lines", count)));

    /** One form in which decisions are told. */
    private static final class Stream {
        private final LongFunction<String> loss;
        private final List<Backlog> watchers = new CopyOnWriteArrayList<>();
        private final Deque<Supplier<String>> kept = new ArrayDeque<>();

        Stream(LongFunction<String> loss) {
            this.loss = loss;
        }

        synchronized void publish(Supplier<String> line) {
            if (kept.size() == KEPT) {
                kept.removeFirst();
            }
            kept.addLast(line);
            watchers.forEach(watcher -> watcher.offer(line));
        }

        synchronized List<String> kept() {
            return kept.stream().map(Supplier::get).toList();
        }

        /** Begins with what is kept, without a gap to what comes. */
        synchronized Feed watch(Runnable wake) {
            Backlog backlog = new Backlog(this, wake);
            kept.forEach(backlog::offer);
            watchers.add(backlog);
            return backlog;
        }
    }

    private static final class Backlog implements Feed {
        private final Stream stream;
        private final Runnable wake;
        private final Deque<Supplier<String>> lines = new ArrayDeque<>();
        private long lost;

        Backlog(Stream stream, Runnable wake) {
            this.stream = stream;
            this.wake = wake;
        }

        synchronized void offer(Supplier<String> line) {
            if (lines.size() >= LONGEST_BACKLOG || lost > 0) {
                lost++; // until the reader has caught up, so that what is missing is missing in one place
            } else {
                lines.addLast(line);
            }
        }

        @Override
        public synchronized List<String> take() {
            List<String> taken = new ArrayList<>();
            while (!lines.isEmpty() && taken.size() < MOST_AT_ONCE) {
                taken.add(lines.removeFirst().get());
            }
            if (lines.isEmpty() && lost > 0) {
                taken.add(stream.loss.apply(lost));
                lost = 0;
            }
            return taken;
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public void close() {
            stream.watchers.remove(this);
        }
    }

    /** Tells a line for people. */
    void tell(String line) {
        text.publish(() -> line);
    }

    /** Tells a document for programs, which is made when somebody reads it: at 20,000 a second that is a difference. */
    void tellPrograms(Supplier<String> document) {
        json.publish(document);
    }

    /** Has those who wait look for what was told. */
    void wake() {
        text.watchers.forEach(watcher -> watcher.wake.run());
        json.watchers.forEach(watcher -> watcher.wake.run());
    }

    /** The latest lines. */
    List<String> latest(boolean forPrograms) {
        return stream(forPrograms).kept();
    }

    /**
     * The latest lines and those to come.
     *
     * @param wake is run, soon and on another thread, when lines have come
     * @throws TaskException if too many watch already
     */
    Feed watch(boolean forPrograms, Runnable wake) {
        if (text.watchers.size() + json.watchers.size() >= MOST_FEEDS) {
            throw new TaskException(
                    Problem.UNAVAILABLE, MOST_FEEDS + " readers follow the events already; end one of them");
        }
        return stream(forPrograms).watch(wake);
    }

    private Stream stream(boolean forPrograms) {
        return forPrograms ? json : text;
    }
}
