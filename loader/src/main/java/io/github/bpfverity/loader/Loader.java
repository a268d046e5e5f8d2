package io.github.bpfverity.loader;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.loader.kernel.BtfInfo;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.kernel.ObjectKind;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.link.LinkEnvironment;
import io.github.bpfverity.loader.link.Linker;
import io.github.bpfverity.loader.spec.AttachBtf;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Program> targets;
    private final Path tokenDirectory;

    private Loader(
            Host host,
            LinkEnvironment environment,
            Path pinDirectory,
            Map<String, Program> targets,
            Path tokenDirectory) {
        this.host = host;
        this.environment = environment;
        this.pinDirectory = pinDirectory;
        this.targets = targets;
        this.tokenDirectory = tokenDirectory;
    }

    /** Loads into the kernel of this machine. */
    public static Loader create() {
        LinuxKernel kernel = LinuxKernel.ofThisMachine();
        return on(kernel, kernel, new RunningKernel(kernel, kernel));
    }

    /** Loads through other hands, for tests. */
    public static Loader on(Kernel kernel, SystemCalls system, LinkEnvironment environment) {
        return new Loader(new Host(kernel, system, new Cpus()), environment, BPFFS, Map.of(), BPFFS);
    }

    /** The same loader with another place for maps that are pinned by name; it must be on a bpffs. */
    public Loader withPinDirectory(Path directory) {
        return new Loader(host, environment, directory, targets, tokenDirectory);
    }

    /**
     * The same loader with the target of a program that attaches to another program's function: of freplace, or of
     * fentry and fexit on a BPF program. Which function is in the section's name, as in {@code freplace/FUNCTION}.
     *
     * @param program the name, in objects to come, of the program that attaches
     * @param target what it attaches to, loaded with types; stays the caller's
     */
    public Loader withTarget(String program, Program target) {
        Map<String, Program> more = new HashMap<>(targets);
        more.put(program, target);
        return new Loader(host, environment, pinDirectory, Map.copyOf(more), tokenDirectory);
    }

    /**
     * The same loader with another bpffs to get a BPF token from (Linux 6.9) when the kernel denies this process what
     * an object needs; the usual one is {@code /sys/fs/bpf}. One that offers no token changes nothing.
     */
    public Loader withTokenFrom(Path bpffs) {
        return new Loader(host, environment, pinDirectory, targets, bpffs);
    }

    /** The kernel's types, which are parsed once for all that this loader does. */
    public KernelBtf kernelBtf() {
        return environment.kernelBtf();
    }

    /** Lets go of the kernel's types, for who has loaded all and goes on for long; a later load reads them again. */
    public void forgetKernelTypes() {
        environment.kernelTypes().forget();
    }

    /**
     * Fits an object to the kernel, and loads it.
     *
     * @throws VerifierException if the verifier refuses a program
     * @throws BpfException if anything else fails
     */
    public LoadedObject load(ObjectSpec spec) {
        return new ObjectLoader(host, pinDirectory, targets, new Tokens(host, tokenDirectory))
                .load(Linker.link(targeted(spec), environment));
    }

    private ObjectSpec targeted(ObjectSpec spec) {
        ObjectSpec targeted = spec;
        for (String program : targets.keySet()) {
            if (spec.program(program).isPresent()) {
                targeted = targeted.withProgram(program, p -> p.withAttachBtf(AttachBtf.BPF_PROGRAM));
            }
        }
        return targeted;
    }

    /**
     * Opens what was loaded before, by another process perhaps: the maps and programs of an object that are pinned.
     *
     * @param maps the pins of its maps, by their names in the object; those without one are left out
     * @param programs the same of its programs
     * @throws BpfException if a pin cannot be opened, or its map is not as the object says
     */
    public LoadedObject open(ObjectSpec spec, Map<String, Path> maps, Map<String, Path> programs) {
        return new PinnedObject(host, spec).open(maps, programs);
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

    /**
     * The types that a program or a map was loaded with.
     *
     * @param id as {@link io.github.bpfverity.loader.kernel.ProgramInfo#btfId} has it; not one of the kernel's own,
     *     which are {@link #kernelBtf}
     */
    public Btf btf(int id) {
        return ProgramTypes.read(host.kernel(), id);
    }

    /** What the kernel says about loaded types. */
    public BtfInfo btfInfo(int id) {
        try (Fd btf = host.kernel().openById(ObjectKind.BTF, id)) {
            return BtfInfo.of(host.kernel(), btf);
        }
    }

    /**
     * Has the kernel measure every program, its own time in {@link
     * io.github.bpfverity.loader.kernel.ProgramInfo#runTimeNanos} and its runs, until what this returns is closed.
     */
    public Fd measureRunTimes() {
        return host.kernel().enableStatistics(0);
    }

    /** Whether the kernel has programs of a {@link io.github.bpfverity.loader.spec.ProgramType}, found by trying. */
    public boolean hasProgramType(int type) {
        return Probe.programType(host.kernel(), type);
    }

    /** Whether the kernel has maps of a {@link io.github.bpfverity.loader.spec.MapType}, found by trying. */
    public boolean hasMapType(int type) {
        return MapProbe.mapType(host.kernel(), type, host.system().pageSize());
    }

    /**
     * Whether programs of a type may call a helper, found by trying.
     *
     * @param programType a {@link io.github.bpfverity.loader.spec.ProgramType}
     * @param helper its number in {@code enum bpf_func_id}
     */
    public boolean hasHelper(int programType, int helper) {
        return Probe.helper(host.kernel(), programType, helper);
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
