package io.github.bpfverity.kerneltests.attacks;

import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.cli.tasks.LinuxVerityFiles;
import io.github.bpfverity.cli.tasks.OwnObjects;
import io.github.bpfverity.cli.tasks.VerityFiles;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Control;
import io.github.bpfverity.gate.DigestKey;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Grant;
import io.github.bpfverity.gate.GuardObject;
import io.github.bpfverity.gate.Place;
import io.github.bpfverity.gate.Protection;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.TestRun;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.ringbuf.RingBuffer;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The gate's test build, in scope process, kept by this very process: protections can be switched off while it is
 * attached. No jar that is shipped has it.
 */
final class SwitchableGate implements Lister, AutoCloseable {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final Path PIN = Path.of("/sys/fs/bpf/locked-pin");
    private static final Path UPROBE_TYPE = Path.of("/sys/bus/event_source/devices/uprobe/type");

    private final LoadedObject object;
    private final RingBuffer events;
    private final List<Link> links = new ArrayList<>();
    private final VerityFiles files = new LinuxVerityFiles(LinuxKernel.ofThisMachine());

    private SwitchableGate(LoadedObject object) {
        this.object = object;
        this.events = RingBuffer.open(object.map(GuardObject.EVENTS));
    }

    /** Attaches it, with these files listed. */
    static SwitchableGate attach(Collection<Path> executables, Collection<Path> mapped) {
        List<String> companions = new ArrayList<>(GuardObject.FOLLOWERS);
        companions.addAll(GuardObject.CODE_WATCHERS);
        companions.addAll(GuardObject.PROTECTORS);
        companions.add(GuardObject.BREAKPOINTS);
        companions.addAll(GuardObject.LOCKS);
        SwitchableGate gate = new SwitchableGate(Loader.create().load(spec(companions)));
        try {
            gate.object.program(GuardObject.CLAIM).testRun(TestRun.context(new byte[0]));
            executables.forEach(file -> gate.list(file, Use.EXECUTABLE));
            mapped.forEach(file -> gate.list(file, Use.MAPPED));
            companions.forEach(gate::attach);
            gate.attach(GuardObject.HOOK);
            OwnObjects own = new OwnObjects(gate.object, KernelBtf.system());
            own.addAll();
            gate.links.forEach(own::add);
            return gate;
        } catch (Throwable failure) {
            gate.close();
            throw failure;
        }
    }

    private static ObjectSpec spec(List<String> companions) {
        String name = "switches/" + GuardObject.fileName(ORDER);
        try (InputStream stream = GuardObject.class.getResourceAsStream(name)) {
            ObjectSpec spec = ObjectSpec.parse(name, stream.readAllBytes())
                    .withVariable(GuardObject.SCOPE, Scope.PROCESS.number())
                    .withVariable(GuardObject.FOLLOWS, true)
                    .withVariable(
                            GuardObject.UPROBE_TYPE,
                            Integer.parseInt(Files.readString(UPROBE_TYPE).strip()));
            for (String companion : companions) {
                spec = spec.withProgram(companion, program -> program.withAutoload(true));
            }
            return spec;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void attach(String program) {
        links.add(object.program(program).attach());
    }

    private void list(Path file, Use use) {
        VerityDigest digest = files.measure(file);
        object.map(GuardObject.ALLOWED)
                .put(DigestKey.encode(digest, ORDER), new Grant(digest, Set.of(use)).encode(ORDER));
    }

    @Override
    public void allowExecutable(Path file) {
        list(file, Use.EXECUTABLE);
        policyChanged();
    }

    @Override
    public void revoke(Path file) {
        object.map(GuardObject.ALLOWED).delete(DigestKey.encode(files.measure(file), ORDER));
        policyChanged();
    }

    private void policyChanged() {
        new Control(object.map(GuardObject.CONTROL).memory().orElseThrow().view(0, Control.SIZE)).policyChanged();
    }

    /** What was decided since this was last asked, for the message of a failure. */
    String decisions() {
        List<String> said = new ArrayList<>();
        events.poll(Duration.ZERO, entry -> said.add(decision(entry)));
        return String.join("; ", said);
    }

    private static String decision(ByteBuf entry) {
        try {
            Event event = Event.decode(ByteReader.of(entry, ORDER, GuardObject.EVENTS));
            return event.comm() + " " + event.hook() + " " + event.reason();
        } catch (FormatException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A name on bpffs that is locked as a gate's own are; the same each time, made again if it is gone. */
    Path lockedPin() {
        if (!Files.exists(PIN)) {
            object.map(GuardObject.COUNTERS).pin(PIN);
            object.map(GuardObject.PLACES)
                    .put(placeOf(PIN).encode(ORDER), Place.encode(Set.of(Place.Trait.FIXED), ORDER));
        }
        return PIN;
    }

    /** bpffs has no device, so that the kernel's number of it is small, and that of stat(2) the same. */
    private static Place placeOf(Path file) {
        try {
            long device = (Long) Files.getAttribute(file, "unix:dev");
            if (device < 1 || device > 255) {
                throw new AssertionError(file + " is on device " + device);
            }
            return new Place((Long) Files.getAttribute(file, "unix:ino"), (int) device);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on does without these protections, and with all others. */
    void without(Collection<Protection> off) {
        object.variable(GuardObject.WITHOUT)
                .setLong(off.stream().mapToLong(Protection::bit).sum());
    }

    @Override
    public void close() {
        without(List.of(Protection.PINS));
        try {
            Files.deleteIfExists(PIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        links.forEach(Link::close);
        events.close();
        object.close();
    }
}
