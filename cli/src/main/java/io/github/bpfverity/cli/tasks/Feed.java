package io.github.bpfverity.cli.tasks;

import java.util.List;

/** Lines that come as things happen, for one reader. Whoever writes them never waits for it. */
public interface Feed extends AutoCloseable {
    /** The lines that have come since the last time, at most some hundred; empty if there is none now. */
    List<String> take();

    /** Whether no more will come. */
    boolean ended();

    /** No more is wanted. */
    @Override
    void close();
}
