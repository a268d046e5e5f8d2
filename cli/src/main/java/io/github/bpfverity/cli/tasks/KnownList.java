package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a gate goes by, for someone who wants to know what it would decide.
 *
 * @param source where this is known from, as a clause
 * @param listed what each listed digest's file may be
 */
public record KnownList(String source, Scope scope, Map<VerityDigest, Use> listed) {
    public KnownList {
        listed = Map.copyOf(listed);
    }

    static KnownList of(String source, Scope scope, List<Listing> listings) {
        Map<VerityDigest, Use> listed = new HashMap<>();
        listings.forEach(listing ->
                listed.merge(listing.digest(), listing.use(), (one, other) -> one == Use.EXECUTABLE ? one : other));
        return new KnownList(source, scope, listed);
    }

    boolean mayBeExecuted(Optional<VerityDigest> digest) {
        return digest.map(listed::get).filter(use -> use == Use.EXECUTABLE).isPresent();
    }

    /** An executable may be mapped anyway. */
    boolean mayBeMapped(Optional<VerityDigest> digest) {
        return digest.filter(listed::containsKey).isPresent();
    }
}
