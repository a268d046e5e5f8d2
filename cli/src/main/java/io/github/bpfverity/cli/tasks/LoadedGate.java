package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Counters;
import io.github.bpfverity.gate.DigestKey;
import io.github.bpfverity.gate.DigestSource;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Grant;
import io.github.bpfverity.gate.GuardObject;
import io.github.bpfverity.gate.Keeper;
import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Use;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.TestRun;
import io.github.bpfverity.loader.VerifierException;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.ringbuf.RingBuffer;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link Gate} in the kernel of this machine. */
public final class LoadedGate implements Gate {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** What the map holds beyond the digests given at first, for those that are allowed later. */
    private static final int ROOM_FOR_MORE = 1024;

    private final LoadedObject object;
    private final RingBuffer events;
    private @Nullable Link link;

    private LoadedGate(LoadedObject object) {
        this.object = object;
        this.events = RingBuffer.open(object.map(GuardObject.EVENTS));
    }

    /**
     * Loads the gate, lists the digests and makes this process its keeper; attaches nothing.
     *
     * @throws TaskException if the kernel does not let this process, or could not decide
     */
    public static LoadedGate load(Loader loader, GateSettings settings) {
        LoadedObject object = loadObject(loader, settings);
        try {
            claim(object);
            list(object, settings.allowed());
            return new LoadedGate(object);
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private static LoadedObject loadObject(Loader loader, GateSettings settings) {
        try {
            ObjectSpec spec = ObjectSpec.parse(GuardObject.fileName(ORDER), GuardObject.bytes(ORDER))
                    .withMap(
                            GuardObject.ALLOWED,
                            map -> map.withMaxEntries(settings.allowed().size() + ROOM_FOR_MORE))
                    .withVariable(GuardObject.TRACE, settings.trace());
            return loader.load(spec);
        } catch (FormatException e) {
            throw new IllegalStateException("the gate's own object is broken", e);
        } catch (VerifierException e) {
            throw e;
        } catch (BpfCallException e) {
            throw explained(e);
        }
    }

    private static TaskException explained(BpfCallException e) {
        boolean forbidden = e.is(Errno.EPERM) || e.is(Errno.EACCES);
        return forbidden
                ? new TaskException(
                        Problem.NO_PERMISSION,
                        e.getMessage() + "; run as root outside of containers and kernel lockdown",
                        e)
                : new TaskException(Problem.UNAVAILABLE, e.getMessage() + "; 'doctor' may say more", e);
    }

    private static void claim(LoadedObject object) {
        int answer = object.program(GuardObject.CLAIM)
                .testRun(TestRun.context(new byte[0]))
                .returnValue();
        Keeper keeper = decode(object.variable(GuardObject.KEEPER).get(), Keeper::decode);
        if (answer != 0 || keeper.tgid() == 0) {
            throw new IllegalStateException("the gate did not take this process for its keeper: " + answer);
        }
        requireUsable(keeper.digestSource());
    }

    /**
     * Returns if the gate can decide with what the kernel offers.
     *
     * @throws TaskException if every call would be denied
     */
    static void requireUsable(DigestSource source) {
        if (source.usable()) {
            return;
        }
        Reason everyCall = source == DigestSource.NO_SCRATCH ? Reason.NO_MEMORY : Reason.UNSUPPORTED_KERNEL;
        throw new TaskException(
                Problem.UNAVAILABLE,
                "digest access: every call would be denied, because " + everyCall.words() + "; " + everyCall.remedy());
    }

    private static void list(LoadedObject object, Map<VerityDigest, Set<Use>> allowed) {
        BpfMap map = object.map(GuardObject.ALLOWED);
        allowed.forEach((digest, uses) -> map.put(DigestKey.encode(digest, ORDER), new Grant(uses).encode(ORDER)));
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
            link = object.program(GuardObject.HOOK).attach();
        } catch (BpfCallException e) {
            throw explained(e);
        }
        counters();
        if (counters().equals(Counters.ZERO)) {
            close();
            throw new TaskException(
                    Problem.UNAVAILABLE,
                    "LSM: the kernel attached the gate and does not ask it; boot with bpf in the lsm= list");
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
    public void allow(VerityDigest digest, Set<Use> uses) {
        object.map(GuardObject.ALLOWED).put(DigestKey.encode(digest, ORDER), new Grant(uses).encode(ORDER));
    }

    @Override
    public boolean revoke(VerityDigest digest) {
        return object.map(GuardObject.ALLOWED).delete(DigestKey.encode(digest, ORDER));
    }

    @Override
    public void grant(int tgid) {
        throw new TaskException(Problem.UNAVAILABLE, "this gate gives no grants");
    }

    @Override
    public void grantNext(int tgid) {
        throw new TaskException(Problem.UNAVAILABLE, "this gate gives no grants");
    }

    /** Detaches first: nothing may be denied by a gate that nobody reads. */
    @Override
    public void close() {
        Link attached = link;
        link = null;
        if (attached != null) {
            attached.close();
        }
        events.close();
        object.close();
    }

    private static <T> T decode(byte[] bytes, Decoder<T> decoder) {
        try {
            return decoder.decode(ByteReader.of(bytes, ORDER, "gate"));
        } catch (FormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Decoder<T> {
        T decode(ByteReader in) throws FormatException;
    }
}
