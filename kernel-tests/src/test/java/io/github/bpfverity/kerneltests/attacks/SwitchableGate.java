package io.github.bpfverity.kerneltests.attacks;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.cli.tasks.LinuxVerityFiles;
import io.github.bpfverity.cli.tasks.VerityFiles;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Control;
import io.github.bpfverity.gate.DigestKey;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Grant;
import io.github.bpfverity.gate.GuardObject;
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
        SwitchableGate gate = new SwitchableGate(Loader.create().load(spec(companions)));
        try {
            gate.object.program(GuardObject.CLAIM).testRun(TestRun.context(new byte[0]));
            executables.forEach(file -> gate.list(file, Use.EXECUTABLE));
            mapped.forEach(file -> gate.list(file, Use.MAPPED));
            companions.forEach(gate::attach);
            gate.attach(GuardObject.HOOK);
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
                    .withVariable(GuardObject.FOLLOWS, true);
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

    /** From now on does without these protections, and with all others. */
    void without(Collection<Protection> off) {
        object.variable(GuardObject.WITHOUT)
                .setLong(off.stream().mapToLong(Protection::bit).sum());
    }

    @Override
    public void close() {
        links.forEach(Link::close);
        events.close();
        object.close();
    }
}
