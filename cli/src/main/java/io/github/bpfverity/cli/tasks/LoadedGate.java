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
import io.github.bpfverity.gate.OwnObject;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import io.github.bpfverity.loader.BpfException;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.Program;
import io.github.bpfverity.loader.Variable;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.kernel.ProgramInfo;
import io.github.bpfverity.loader.ringbuf.RingBuffer;
import io.netty.buffer.ByteBuf;
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
public final class LoadedGate implements Gate {
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final byte[] PRESENT = {1, 0, 0, 0};

    /** {@code BPF_STATS_RUN_TIME}. */
    private static final int RUN_TIME = 0;

    private final LoadedObject object;
    private final List<String> companions;
    private final RingBuffer events;
    private final Map<String, Link> links = new LinkedHashMap<>();
    private @Nullable Grants grants;
    private @Nullable GatePins pins;
    private @Nullable Fd statistics;

    private LoadedGate(LoadedObject object, List<String> companions) {
        this.object = object;
        this.companions = companions;
        this.events = RingBuffer.open(object.map(GuardObject.EVENTS));
    }

    /**
     * Loads the gate, lists the digests and makes this process its keeper; attaches nothing.
     *
     * <p>Where the kernel does not take the programs that follow processes, scope exe goes without them.
     *
     * @throws TaskException if the kernel does not let this process, or could not decide
     */
    public static LoadedGate load(Loader loader, GateSettings settings) {
        GateLoading loading = new GateLoading(loader, settings);
        try {
            return new LoadedGate(loading.loadWhole(), loading.companions());
        } catch (BpfException e) {
            if (settings.scope() == Scope.PROCESS) {
                throw GateLoading.scopeUnavailable(e);
            }
            return new LoadedGate(loading.loadHook(), List.of());
        }
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
        try {
            companions.forEach(this::attach);
            if (protectsProcesses()) {
                grants = new Grants(object.variable(GuardObject.REQUEST), attach(GuardObject.FIND));
                own();
            }
            own(attach(GuardObject.HOOK));
        } catch (BpfCallException e) {
            throw GateLoading.explained(e);
        }
        counters();
        if (counters().equals(Counters.ZERO)) {
            close();
            throw new TaskException(
                    Problem.UNAVAILABLE,
                    "LSM: the kernel attached the gate and does not ask it; boot with bpf in the lsm= list");
        }
    }

    private Link attach(String program) {
        Link link = object.program(program).attach();
        links.put(program, link);
        return link;
    }

    /** From now on only the keeper gets descriptors of these. */
    private void own() {
        for (BpfMap map : object.maps()) {
            own(OwnObject.Kind.MAP, map.info().id());
        }
        for (Program program : object.programs()) {
            own(OwnObject.Kind.PROGRAM, program.info().id());
        }
        links.values().forEach(this::own);
    }

    private void own(Link link) {
        own(OwnObject.Kind.LINK, link.info().id());
    }

    private void own(OwnObject.Kind kind, int id) {
        object.map(GuardObject.OWN).put(new OwnObject(kind, id).encode(ORDER), PRESENT);
    }

    @Override
    public void pin(Path folder) {
        GatePins made = GatePins.create(folder);
        pins = made;
        links.forEach(made::pin);
        object.programs().forEach(made::pin);
        object.maps().forEach(made::pin);
    }

    @Override
    public void unpin() {
        GatePins made = pins;
        pins = null;
        if (made != null) {
            made.remove();
        }
    }

    @Override
    public void poll(Duration timeout, Consumer<Event> consumer) {
        events.poll(timeout, entry -> consumer.accept(event(entry)));
    }

    private static Event event(ByteBuf entry) {
        try {
            return Event.decode(ByteReader.of(entry, ORDER, GuardObject.EVENTS));
        } catch (FormatException e) {
            throw new IllegalStateException(e);
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
    public void change(Map<VerityDigest, Set<Use>> added, Set<VerityDigest> removed) {
        BpfMap map = object.map(GuardObject.ALLOWED);
        added.forEach(
                (digest, uses) -> map.put(DigestKey.encode(digest, ORDER), new Grant(digest, uses).encode(ORDER)));
        removed.forEach(digest -> map.delete(DigestKey.encode(digest, ORDER)));
        policyChanged();
    }

    /** After the change, so that whoever sees the new number sees the change. */
    private synchronized void policyChanged() {
        Variable variable = object.variable(GuardObject.CONTROL);
        Control now = decode(variable.get(), Control::decode);
        variable.set(new Control(now.generation() + 1, now.heir()).encode(ORDER));
    }

    @Override
    public void grant(int tgid) {
        grants().grant(tgid);
    }

    @Override
    public void grantNext(int tgid) {
        grants().grantNext(tgid);
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
