package io.github.bpfverity.loader;

import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.kernel.ObjectKind;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.link.LinkEnvironment;
import io.github.bpfverity.loader.link.Linker;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Loads BPF objects into a kernel.
 *
 * <pre>{@code
 * ObjectSpec spec = ObjectSpec.read(path).withMap("events", m -> m.withMaxEntries(1 << 20));
 * try (LoadedObject object = Loader.create().load(spec);
 *         Link link = object.program("guard").attach()) { … }
 * }</pre>
 *
 * <p>Immutable and thread-safe. Failures are {@link BpfException}s; whatever had been created by then is closed.
 */
public final class Loader {
    private static final Path BPFFS = Path.of("/sys/fs/bpf");

    private final Host host;
    private final LinkEnvironment environment;
    private final Path pinDirectory;

    private Loader(Host host, LinkEnvironment environment, Path pinDirectory) {
        this.host = host;
        this.environment = environment;
        this.pinDirectory = pinDirectory;
    }

    /** Loads into the kernel of this machine. */
    public static Loader create() {
        LinuxKernel kernel = LinuxKernel.ofThisMachine();
        return on(kernel, kernel, new RunningKernel(kernel, kernel));
    }

    /** Loads through other hands, for tests. */
    public static Loader on(Kernel kernel, SystemCalls system, LinkEnvironment environment) {
        return new Loader(new Host(kernel, system, new Cpus()), environment, BPFFS);
    }

    /** The same loader with another place for maps that are pinned by name; it must be on a bpffs. */
    public Loader withPinDirectory(Path directory) {
        return new Loader(host, environment, directory);
    }

    /** The kernel's types, which are parsed once for all that this loader does. */
    public KernelBtf kernelBtf() {
        return environment.kernelBtf();
    }

    /**
     * Fits an object to the kernel, and loads it.
     *
     * @throws VerifierException if the verifier refuses a program
     * @throws BpfException if anything else fails
     */
    public LoadedObject load(ObjectSpec spec) {
        return new ObjectLoader(host, pinDirectory).load(Linker.link(spec, environment));
    }

    /** Opens a pinned map. */
    public BpfMap map(Path pin) {
        return BpfMap.of(host, host.kernel().openPinned(pin.toString(), 0));
    }

    /** Opens a pinned program. */
    public Program program(Path pin) {
        return Program.of(host, host.kernel().openPinned(pin.toString(), 0));
    }

    /** Opens a pinned link. */
    public Link link(Path pin) {
        return new Link(host, host.kernel().openPinned(pin.toString(), 0));
    }

    /** Opens a map by its id. */
    public BpfMap map(int id) {
        return BpfMap.of(host, host.kernel().openById(ObjectKind.MAP, id));
    }

    /** Opens a program by its id. */
    public Program program(int id) {
        return Program.of(host, host.kernel().openById(ObjectKind.PROGRAM, id));
    }

    /** Opens a link by its id. */
    public Link link(int id) {
        return new Link(host, host.kernel().openById(ObjectKind.LINK, id));
    }

    /** The ids of everything of this kind in the kernel, ascending. */
    public IntStream ids(ObjectKind kind) {
        return IntStream.iterate(next(kind, 0), id -> id > 0, id -> next(kind, id));
    }

    private int next(ObjectKind kind, int id) {
        return host.kernel().nextId(kind, id).orElse(0);
    }

    /** Whether the kernel has a feature, found by trying. */
    public boolean has(Feature feature) {
        return feature.isIn(host.kernel());
    }

    /** All declared features that the kernel lacks. */
    public List<Feature> missing() {
        return Stream.of(Feature.values()).filter(feature -> !has(feature)).toList();
    }
}
