package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Counters;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import io.github.bpfverity.loader.kernel.Fd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A gate without a kernel, which remembers what was asked of it. */
public final class FakeGate implements Gate, Gate.Factory {
    boolean storeIsGone;

    /** What happened, in order. */
    public final List<String> log = new ArrayList<>();

    /** What it was loaded with. */
    public @Nullable GateSettings loaded;

    /** What was measured. */
    public RunTime runTime = new RunTime(0, 0);

    /** How many events could not be reported. */
    public long lostEvents;

    /** How many were. */
    public long handedOver;

    /** How many decisions those stand for beside their first. */
    public long joined;

    /** The room that it has; as its settings have it unless said otherwise. */
    public @Nullable Integer capacity;

    boolean countersFail;

    /** What the next change fails with. */
    public @Nullable RuntimeException failure;

    /** What it is when it is taken over. */
    public GateSettings found = new GateSettings(Scope.EXE, Map.of(), false, Stay.PINNED, false);

    /** The processes with grants. */
    public final Set<Integer> granted = new TreeSet<>();

    /** What one poll after another does. */
    public final Deque<Consumer<Consumer<Event>>> polls = new ArrayDeque<>();

    @Override
    public Gate load(GateSettings settings) {
        loaded = settings;
        log.add("load " + settings.allowed().size() + (settings.trace() ? " with trace" : ""));
        return this;
    }

    @Override
    public Gate takeOver(Path folder, Fd control) {
        loaded = found;
        log.add("take over " + folder);
        return this;
    }

    @Override
    public int capacity() {
        return capacity == null ? settings().capacity() : capacity;
    }

    @Override
    public GateSettings settings() {
        return Objects.requireNonNull(loaded);
    }

    @Override
    public boolean leave(DescriptorStore store) {
        log.add("leave");
        if (storeIsGone) {
            throw new TaskException(Problem.UNAVAILABLE, "nobody keeps it");
        }
        return true;
    }

    @Override
    public Set<Integer> granted() {
        return granted;
    }

    @Override
    public void attach() {
        log.add("attach");
    }

    @Override
    public void poll(Duration timeout, Consumer<Event> consumer) {
        if (!timeout.isZero() || !polls.isEmpty()) {
            polls.remove().accept(consumer);
        }
    }

    @Override
    public long handedOver() {
        return handedOver;
    }

    @Override
    public void wakeUp() {
        log.add("wake up");
    }

    @Override
    public Counters counters() {
        log.add("counters");
        if (countersFail && log.stream().filter("counters"::equals).count() == 1) {
            throw new IllegalArgumentException("no memory for counters");
        }
        return lostEvents == 0 ? Counters.ZERO : counted(lostEvents, joined);
    }

    private static Counters counted(long lost, long joined) {
        ByteBuffer bytes = ByteBuffer.allocate(Counters.SIZE);
        bytes.putLong(Counters.SIZE - 2 * Long.BYTES, lost);
        bytes.putLong(Counters.SIZE - Long.BYTES, joined);
        try {
            return Counters.decode(ByteReader.of(bytes.array(), ByteOrder.BIG_ENDIAN, "fake"));
        } catch (FormatException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean protectsProcesses() {
        return true;
    }

    @Override
    public void pin(Path folder) {
        log.add("pin " + folder);
    }

    @Override
    public void unpin() {
        log.add("unpin");
    }

    @Override
    public void measure() {
        log.add("measure");
    }

    @Override
    public RunTime runTime() {
        return runTime;
    }

    @Override
    public void change(Map<VerityDigest, Set<Use>> added, Set<VerityDigest> removed) {
        log.add("change " + new TreeMap<>(strings(added)) + " " + new TreeSet<>(strings(removed)));
        if (failure != null) {
            RuntimeException thrown = failure;
            failure = null;
            throw thrown;
        }
    }

    private static Map<String, String> strings(Map<VerityDigest, Set<Use>> added) {
        Map<String, String> strings = new HashMap<>();
        added.forEach((digest, uses) -> strings.put(digest.toString(), uses.toString()));
        return strings;
    }

    private static Set<String> strings(Set<VerityDigest> removed) {
        return removed.stream().map(VerityDigest::toString).collect(Collectors.toSet());
    }

    @Override
    public void grant(int tgid) {
        log.add("grant " + tgid);
        granted.add(tgid);
    }

    @Override
    public void grantNext(int tgid) {
        log.add("grant next " + tgid);
    }

    @Override
    public void close() {
        log.add("close");
    }
}
