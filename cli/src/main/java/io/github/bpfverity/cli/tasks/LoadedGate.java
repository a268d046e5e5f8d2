package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Control;
import io.github.bpfverity.gate.Counters;
import io.github.bpfverity.gate.DigestKey;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Grant;
import io.github.bpfverity.gate.GuardObject;
import io.github.bpfverity.gate.Use;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.kernel.ProgramInfo;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.ringbuf.RingBuffer;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link Gate} in the kernel of this machine. */
final class LoadedGate implements Gate {
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** {@code BPF_STATS_RUN_TIME}. */
    private static final int RUN_TIME = 0;

    /** Bytes that an event takes in the ring buffer: its header, and a multiple of 8. */
    private static final int EVENT_IN_RING = 8 + (Event.SIZE + 7) / 8 * 8;

    private final Loader loader;
    private final SystemCalls calls;
    private final LoadedObject object;
    private final GateSettings settings;
    private final List<String> companions;
    private final Hiding hiding;
    private final OwnObjects own;
    private final Control control;
    private final RingBuffer events;
    private final Map<String, Link> links = new LinkedHashMap<>();
    private @Nullable Grants grants;
    private @Nullable GatePins pins;
    private @Nullable Fd statistics;
    private boolean deciding;

    /** Takes {@code object} over, and {@code hiding}, which ends when the gate is attached; unless this fails. */
    LoadedGate(
            Loader loader,
            SystemCalls calls,
            LoadedObject object,
            GateSettings settings,
            List<String> companions,
            Hiding hiding) {
        this.loader = loader;
        this.calls = calls;
        this.object = object;
        this.settings = settings;
        this.companions = companions;
        this.hiding = hiding;
        this.own = new OwnObjects(object, loader.kernelBtf());
        this.control = new Control(
                object.map(GuardObject.CONTROL).memory().orElseThrow().view(0, Control.SIZE));
        this.events = RingBuffer.open(object.map(GuardObject.EVENTS));
    }

    @Override
    public GateSettings settings() {
        return settings;
    }

    @Override
    public boolean protectsProcesses() {
        return !companions.isEmpty();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where bpf is not among the active LSMs, the kernel attaches the program and never runs it. So this looks at
     * the counters twice: the second look must find the first one counted.
     */
    @Override
    public void attach() {
        if (deciding) {
            return;
        }
        try {
            companions.forEach(this::attach);
            if (protectsProcesses()) {
                startFinding();
                own.addAll();
                links.values().forEach(own::add);
            }
            own.add(attach(GuardObject.HOOK));
        } catch (BpfCallException e) {
            throw GateLoading.explained(e);
        }
        deciding = true;
        hiding.close();
        requireSoleHolder();
        counters();
        if (counters().equals(Counters.ZERO)) {
            close();
            throw new TaskException(
                    Problem.UNAVAILABLE,
                    "LSM: the kernel attached the gate and does not ask it; boot with bpf in the lsm= list");
        }
        loader.forgetKernelTypes();
    }

    /**
     * Whoever opened a map of the gate before bpf() was denied to it could change what the gate decides. There is nobody,
     * unless a call was on its way when hiding began.
     */
    private void requireSoleHolder() {
        if (!protectsProcesses()) {
            return;
        }
        try (Link look = object.program(GuardObject.HOLDERS).attach();
                InputStream run = look.iterate()) {
            run.readAllBytes();
        } catch (IOException e) {
            throw new TaskException(Problem.INPUT_OUTPUT, "the gate's look at its maps: " + e.getMessage(), e);
        }
        long held = object.variable(GuardObject.HELD).getLong();
        if (held != 0) {
            close();
            throw new TaskException(
                    Problem.UNAVAILABLE,
                    held + " maps of the gate were opened by another process while it was loaded, which could change"
                            + " it; end that process and attach again");
        }
    }

    private Link attach(String program) {
        Link link = object.program(program).attach();
        links.put(program, link);
        return link;
    }

    private Link startFinding() {
        Link find = attach(GuardObject.FIND);
        grants = new Grants(object.variable(GuardObject.REQUEST), find);
        return find;
    }

    /** Goes on with what an earlier keeper attached, pinned and perhaps did not lock any more. */
    void resume(GatePins there) {
        deciding = true;
        pins = there;
        if (protectsProcesses()) {
            own.forgetEndedLinks(loader);
            own.add(startFinding());
        }
        protectPins(there, true);
    }

    @Override
    public void pin(Path folder) {
        if (pins != null) {
            return;
        }
        GatePins made = GatePins.create(folder);
        try {
            object.maps().forEach(made::pin);
            object.programs().forEach(made::pin);
            // What finds processes is the keeper's own; the hook, attached last, is pinned last.
            links.forEach((program, link) -> {
                if (!program.equals(GuardObject.FIND)) {
                    made.pin(program, link);
                }
            });
            protectPins(made, false);
            pins = made;
        } catch (RuntimeException e) {
            made.remove();
            throw e;
        }
    }

    private void protectPins(GatePins made, boolean takenOver) {
        new PinProtection(object.map(GuardObject.PLACES), calls).protect(made.folder(), settings.stay(), takenOver);
    }

    @Override
    public void unpin() {
        GatePins made = pins;
        if (made != null) {
            made.remove();
        }
        pins = null;
    }

    @Override
    public boolean leave(DescriptorStore store) {
        return store.leave(object.map(GuardObject.CONTROL).fd());
    }

    @Override
    public void poll(Duration timeout, Consumer<Event> consumer) {
        events.poll(timeout, entry -> consumer.accept(event(entry)));
    }

    @Override
    public long handedOver() {
        return events.position() / EVENT_IN_RING;
    }

    private static Event event(ByteBuf entry) {
        try {
            return Event.decode(ByteReader.of(entry, ORDER, GuardObject.EVENTS));
        } catch (FormatException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void wakeUp() {
        events.wakeup();
    }

    @Override
    public Counters counters() {
        byte[] only = new byte[Integer.BYTES];
        return object.map(GuardObject.COUNTERS).getPerCpu(only).orElseThrow().stream()
                .map(bytes -> decode(bytes, Counters::decode))
                .reduce(Counters.ZERO, Counters::plus);
    }

    @Override
    public void measure() {
        if (statistics == null) {
            statistics = LinuxKernel.ofThisMachine().enableStatistics(RUN_TIME);
        }
    }

    @Override
    public RunTime runTime() {
        ProgramInfo info = object.program(GuardObject.HOOK).info();
        return new RunTime(info.runCount(), info.runTimeNanos());
    }

    @Override
    public int capacity() {
        return object.map(GuardObject.ALLOWED).maxEntries();
    }

    @Override
    public void change(Map<VerityDigest, Set<Use>> added, Set<VerityDigest> removed) {
        BpfMap map = object.map(GuardObject.ALLOWED);
        added.forEach(
                (digest, uses) -> map.put(DigestKey.encode(digest, ORDER), new Grant(digest, uses).encode(ORDER)));
        removed.forEach(digest -> map.delete(DigestKey.encode(digest, ORDER)));
        control.policyChanged();
    }

    @Override
    public void grant(int tgid) {
        grants().grant(tgid);
    }

    @Override
    public void grantNext(int tgid) {
        grants().grantNext(tgid);
    }

    @Override
    public Set<Integer> granted() {
        return protectsProcesses() ? Grants.given(object.map(GuardObject.PROCESSES)) : Set.of();
    }

    private Grants grants() {
        Grants found = grants;
        if (found == null) {
            throw new TaskException(Problem.UNAVAILABLE, "this kernel lets the gate give no grants");
        }
        return found;
    }

    /** Detaches first, the hook before all: nothing may be denied by a gate that nobody reads. */
    @Override
    public void close() {
        Link hook = links.remove(GuardObject.HOOK);
        if (hook != null) {
            hook.close();
        }
        links.values().forEach(Link::close);
        links.clear();
        hiding.close();
        events.close();
        if (statistics != null) {
            statistics.close();
        }
        object.close();
    }

    static <T> T decode(byte[] bytes, Decoder<T> decoder) {
        try {
            return decoder.decode(ByteReader.of(bytes, ORDER, "gate"));
        } catch (FormatException e) {
            throw new IllegalStateException(e);
        }
    }

    interface Decoder<T> {
        T decode(ByteReader in) throws FormatException;
    }
}
