package io.github.bpfverity.loader.ringbuf;

import java.util.concurrent.Executor;

/** Where tests run what blocks: the pool that all share may have one thread, and then one blocks the next. */
final class OwnThread {
    /** Starts each task at once, in a thread of its own. */
    static final Executor START = task -> {
        Thread thread = new Thread(task, "of a test");
        thread.setDaemon(true);
        thread.start();
    };

    private OwnThread() {}
}
