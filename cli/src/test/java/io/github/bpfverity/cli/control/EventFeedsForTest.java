package io.github.bpfverity.cli.control;

import io.github.bpfverity.cli.tasks.Feed;
import java.util.ArrayList;
import java.util.List;

/** Tells lines to those who watch, and keeps all for each. */
final class EventFeedsForTest {
    private final List<Watcher> watchers = new ArrayList<>();

    private final class Watcher implements Feed {
        private final Runnable wake;
        private final List<String> lines = new ArrayList<>();

        Watcher(Runnable wake) {
            this.wake = wake;
        }

        @Override
        public List<String> take() {
            synchronized (EventFeedsForTest.this) {
                List<String> taken = List.copyOf(lines);
                lines.clear();
                return taken;
            }
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public void close() {
            synchronized (EventFeedsForTest.this) {
                watchers.remove(this);
                EventFeedsForTest.this.notifyAll();
            }
        }
    }

    synchronized Feed watch(Runnable wake) {
        Watcher watcher = new Watcher(wake);
        watchers.add(watcher);
        notifyAll();
        return watcher;
    }

    synchronized void tell(String line) {
        watchers.forEach(watcher -> {
            watcher.lines.add(line);
            watcher.wake.run();
        });
    }

    synchronized void awaitWatchers(int count) throws InterruptedException {
        while (watchers.size() != count) {
            wait();
        }
    }
}
