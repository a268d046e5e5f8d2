package io.github.bpfverity.cli.tasks;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** Where metrics can be asked for. */
public interface MetricsDoor {
    /**
     * Answers with {@code text}, on another thread.
     *
     * @throws TaskException if it cannot listen at the address
     */
    Door.Opened open(InetSocketAddress address, Supplier<String> text);
}
