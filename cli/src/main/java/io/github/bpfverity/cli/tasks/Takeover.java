package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Control;
import io.github.bpfverity.gate.DigestKey;
import io.github.bpfverity.gate.Grant;
import io.github.bpfverity.gate.GuardObject;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import io.github.bpfverity.loader.BpfException;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A new keeper for a gate that is pinned, while it goes on deciding.
 *
 * <p>This process may not call bpf() yet. What makes it the keeper is that it writes its number to the gate's control
 * map, which needs no bpf(): its next call finds it there.
 */
final class Takeover {
    private final Loader loader;
    private final SystemCalls calls;
    private final GatePins pins;

    Takeover(Loader loader, SystemCalls calls, Path folder) {
        this.loader = loader;
        this.calls = calls;
        this.pins = GatePins.at(folder);
    }

    /**
     * Takes it over.
     *
     * @param control a descriptor of {@link GuardObject#CONTROL}, which stays the caller's
     * @throws TaskException if it is not this gate's, or the gate is of another version
     */
    Gate by(Fd control) {
        nameHeir(control);
        ObjectSpec spec = GateLoading.spec();
        try {
            LoadedObject object = loader.open(spec, mapPins(spec), programPins(spec));
            try {
                return gate(object);
            } catch (RuntimeException e) {
                object.close();
                throw e;
            }
        } catch (BpfCallException e) {
            throw new TaskException(
                    Problem.NO_PERMISSION,
                    pins.folder() + ": cannot be taken over (" + e.getMessage()
                            + "); what the service manager had for it is not this gate's",
                    e);
        } catch (BpfException e) {
            throw new TaskException(
                    Problem.UNAVAILABLE,
                    e.getMessage() + ": it was attached by another version, which has to come back",
                    e);
        }
    }

    private void nameHeir(Fd control) {
        try (SystemCalls.Mapping shared = calls.map(control, 0, calls.pageSize(), true)) {
            new Control(shared.bytes()).nameHeir(calls.processId(), ownStart());
        } catch (SystemCallException e) {
            throw new TaskException(
                    Problem.UNAVAILABLE, "the descriptor that the service manager had is no control map of a gate", e);
        }
    }

    /** The 22nd word, as proc(5) counts; the second, which may hold blanks, is in brackets. */
    private static long ownStart() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
            String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(afterName[22 - 3]);
        } catch (IOException e) {
            throw new TaskException(Problem.UNAVAILABLE, "/proc/self/stat cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, Path> mapPins(ObjectSpec spec) {
        Map<String, Path> found = new LinkedHashMap<>();
        spec.maps().forEach(map -> pins.map(map.name()).ifPresent(pin -> found.put(map.name(), pin)));
        return found;
    }

    private Map<String, Path> programPins(ObjectSpec spec) {
        Map<String, Path> found = new LinkedHashMap<>();
        spec.programs()
                .forEach(program -> pins.program(program.name()).ifPresent(pin -> found.put(program.name(), pin)));
        return found;
    }

    private Gate gate(LoadedObject object) {
        List<String> companions = object.programs().stream()
                .map(program -> program.name())
                .filter(name ->
                        !name.equals(GuardObject.HOOK) && pins.link(name).isPresent())
                .toList();
        boolean locked = companions.containsAll(GuardObject.LOCKS);
        GateSettings settings = new GateSettings(
                scope(object),
                allowed(object.map(GuardObject.ALLOWED)),
                object.variable(GuardObject.TRACE).getLong() != 0,
                locked ? Stay.LOCKED : Stay.PINNED,
                object.variable(GuardObject.AUDIT).getLong() != 0);
        LoadedGate gate = new LoadedGate(loader, calls, object, settings, companions, Hiding.NONE);
        gate.resume(pins);
        return gate;
    }

    private static Scope scope(LoadedObject object) {
        long number = object.variable(GuardObject.SCOPE).getLong();
        return Arrays.stream(Scope.values())
                .filter(scope -> scope.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("scope " + number));
    }

    private static Map<VerityDigest, Set<Use>> allowed(BpfMap map) {
        Map<VerityDigest, Set<Use>> allowed = new LinkedHashMap<>();
        for (byte[] key : map.keys()) {
            Optional<byte[]> value = map.get(key);
            value.ifPresent(bytes ->
                    digest(key).ifPresent(digest -> allowed.put(digest, LoadedGate.decode(bytes, Grant::usesOf))));
        }
        return allowed;
    }

    private static Optional<VerityDigest> digest(byte[] key) {
        try {
            return DigestKey.decode(ByteReader.of(key, LoadedGate.ORDER, GuardObject.ALLOWED));
        } catch (FormatException e) {
            throw new IllegalStateException(e);
        }
    }
}
