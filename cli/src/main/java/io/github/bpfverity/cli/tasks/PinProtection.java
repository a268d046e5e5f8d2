package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Place;
import io.github.bpfverity.gate.Place.Trait;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Tells the gate where it is pinned. */
final class PinProtection {
    private final BpfMap places;
    private final SystemCalls calls;

    PinProtection(BpfMap places, SystemCalls calls) {
        this.places = places;
        this.calls = calls;
    }

    /**
     * Keeps others from opening what is pinned in {@code folder}, and for a gate that is to be locked, everybody, this
     * process included, from taking it away: the map is frozen then, and nobody can write to it any more.
     *
     * @param takenOver whether an earlier keeper may have done so
     */
    void protect(Path folder, Stay stay, boolean takenOver) {
        try {
            if (stay == Stay.LOCKED) {
                calls.makeMountPrivate(PinPlaces.carrier(folder).toString());
                put(PinPlaces.locked(folder));
                places.freeze();
            } else {
                put(PinPlaces.kept(folder));
            }
        } catch (BpfCallException e) {
            boolean locked = takenOver && stay == Stay.LOCKED && (e.is(Errno.EPERM) || e.is(Errno.EBUSY));
            if (!locked) {
                throw GateLoading.explained(e);
            }
        } catch (IOException | SystemCallException e) {
            throw new TaskException(Problem.UNAVAILABLE, folder + ": cannot be protected: " + e.getMessage(), e);
        }
    }

    private void put(Map<Place, Set<Trait>> found) {
        found.forEach(
                (place, traits) -> places.put(place.encode(LoadedGate.ORDER), Place.encode(traits, LoadedGate.ORDER)));
    }
}
