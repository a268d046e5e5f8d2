package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Counters;
import io.github.bpfverity.gate.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** A gate without a kernel, which remembers what was asked of it. */
public final class FakeGate implements Gate, Gate.Factory {
    /** What happened, in order. */
    public final List<String> log = new ArrayList<>();

    /** What one poll after another does. */
    public final Deque<Consumer<Consumer<Event>>> polls = new ArrayDeque<>();

    @Override
    public Gate load(List<VerityDigest> allowed, boolean trace) {
        log.add("load " + allowed.size() + (trace ? " with trace" : ""));
        return this;
    }

    @Override
    public void attach() {
        log.add("attach");
    }

    @Override
    public void poll(Duration timeout, Consumer<Event> consumer) {
        polls.remove().accept(consumer);
    }

    @Override
    public void wakeUp() {
        log.add("wake up");
    }

    @Override
    public Counters counters() {
        log.add("counters");
        return Counters.ZERO;
    }

    @Override
    public void close() {
        log.add("close");
    }
}
