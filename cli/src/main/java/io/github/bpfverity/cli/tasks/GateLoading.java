package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.DigestKey;
import io.github.bpfverity.gate.DigestSource;
import io.github.bpfverity.gate.Grant;
import io.github.bpfverity.gate.GuardObject;
import io.github.bpfverity.gate.Keeper;
import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import io.github.bpfverity.loader.BpfException;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.TestRun;
import io.github.bpfverity.loader.VerifierException;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings the gate's object into the kernel as settings want it. */
final class GateLoading {
    private final Loader loader;
    private final GateSettings settings;

    GateLoading(Loader loader, GateSettings settings) {
        this.loader = loader;
        this.settings = settings;
    }

    /** The programs that are attached beside the hook, in this order. */
    List<String> companions() {
        List<String> names = new ArrayList<>(GuardObject.FOLLOWERS);
        if (settings.scope() == Scope.PROCESS) {
            names.addAll(GuardObject.CODE_WATCHERS);
        }
        names.addAll(GuardObject.PROTECTORS);
        if (UprobeType.ofThisMachine().isPresent()) {
            names.add(GuardObject.BREAKPOINTS);
        }
        if (settings.stay() != Stay.WITH_KEEPER) {
            names.add(GuardObject.OPEN_PIN);
        }
        if (settings.stay() == Stay.LOCKED) {
            names.addAll(GuardObject.LOCKS);
        }
        return names;
    }

    /** The object as this version has it. */
    static ObjectSpec spec() {
        try {
            return ObjectSpec.parse(GuardObject.fileName(LoadedGate.ORDER), GuardObject.bytes(LoadedGate.ORDER));
        } catch (FormatException e) {
            throw new IllegalStateException("the gate's own object is broken", e);
        }
    }

    /** Loads all of it, lists the digests and makes this process the keeper. */
    LoadedObject loadWhole() {
        List<String> names = companions();
        names.add(GuardObject.FIND);
        names.add(GuardObject.HOLDERS);
        return load(names);
    }

    /** Loads the hook alone, which decides by the executable. */
    LoadedObject loadHook() {
        return load(List.of());
    }

    private LoadedObject load(List<String> companions) {
        LoadedObject object = loadObject(companions);
        try {
            claim(object);
            list(object, settings.allowed());
            return object;
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private LoadedObject loadObject(List<String> companions) {
        try {
            ObjectSpec spec = spec().withMap(GuardObject.ALLOWED, map -> map.withMaxEntries(settings.capacity()))
                    .withVariable(GuardObject.SCOPE, settings.scope().number())
                    .withVariable(GuardObject.FOLLOWS, !companions.isEmpty())
                    .withVariable(GuardObject.AUDIT, settings.audit())
                    .withVariable(GuardObject.TRACE, settings.trace());
            Optional<Integer> uprobes = UprobeType.ofThisMachine();
            if (uprobes.isPresent()) {
                spec = spec.withVariable(GuardObject.UPROBE_TYPE, uprobes.get());
            }
            for (String name : companions) {
                spec = spec.withProgram(name, program -> program.withAutoload(true));
            }
            return loader.load(spec);
        } catch (VerifierException e) {
            throw e;
        } catch (BpfCallException e) {
            throw explained(e);
        }
    }

    /** A refusal by the kernel in words for the user. */
    static TaskException explained(BpfCallException e) {
        boolean forbidden = e.is(Errno.EPERM) || e.is(Errno.EACCES);
        if (forbidden && GatePins.at(GatePins.DEFAULT).areThere()) {
            return GatePins.occupied(GatePins.DEFAULT);
        }
        return forbidden
                ? new TaskException(
                        Problem.NO_PERMISSION,
                        e.getMessage()
                                + "; run as root outside of containers and kernel lockdown, and where no other gate"
                                + " denies bpf()",
                        e)
                : new TaskException(Problem.UNAVAILABLE, e.getMessage() + "; 'doctor' may say more", e);
    }

    /** What is said where the programs that protect a gate's pins do not load. */
    static TaskException pinningUnavailable(BpfException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new TaskException(
                Problem.UNAVAILABLE,
                "--pin: this kernel does not let the gate protect what is pinned (" + first + "); attach without it",
                e);
    }

    /** What is said where the whole of it does not load, and the hook alone is not enough. */
    static TaskException scopeUnavailable(BpfException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new TaskException(
                Problem.UNAVAILABLE,
                "scope process: this kernel does not let the gate follow what processes map (" + first
                        + "); attach with --scope exe, which looks at the executable alone",
                e);
    }

    private static void claim(LoadedObject object) {
        int answer = object.program(GuardObject.CLAIM)
                .testRun(TestRun.context(new byte[0]))
                .returnValue();
        Keeper keeper = LoadedGate.decode(object.variable(GuardObject.KEEPER).get(), Keeper::decode);
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
        ByteOrder order = LoadedGate.ORDER;
        BpfMap map = object.map(GuardObject.ALLOWED);
        allowed.forEach(
                (digest, uses) -> map.put(DigestKey.encode(digest, order), new Grant(digest, uses).encode(order)));
    }
}
