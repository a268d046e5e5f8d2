package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a gate is to be.
 *
 * @param scope how much of a caller has to be listed
 * @param allowed the digests and what their files may be
 * @param trace whether decisions also appear in the kernel's trace pipe
 * @param stay how long it stays
 * @param audit whether it decides and reports, and denies nothing
 */
public record GateSettings(Scope scope, Map<VerityDigest, Set<Use>> allowed, boolean trace, Stay stay, boolean audit) {
    /** What the gate holds beyond the digests given at first, for those that are allowed later; a quarter if more. */
    private static final int ROOM_FOR_MORE = 1024;

    /** A gate that goes with its keeper and enforces what it decides. */
    public GateSettings(Scope scope, Map<VerityDigest, Set<Use>> allowed, boolean trace) {
        this(scope, allowed, trace, Stay.WITH_KEEPER, false);
    }

    /** Of a gate that goes with its keeper. */
    public GateSettings(Scope scope, Map<VerityDigest, Set<Use>> allowed, boolean trace, boolean audit) {
        this(scope, allowed, trace, Stay.WITH_KEEPER, audit);
    }

    /** Whether it enforces what it decides, in one word. */
    String mode() {
        return audit ? "audit" : "enforce";
    }

    /** As {@link #mode}, for people. */
    String modeWords() {
        return audit ? "audit: NOTHING IS DENIED" : "enforce";
    }

    /** How many digests the gate has room for. */
    public int capacity() {
        return allowed.size() + Math.max(ROOM_FOR_MORE, allowed.size() / 4);
    }

    /** A scope's name as users write it. */
    public static String name(Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }

    /** The scope of a name that a user wrote; empty if there is none. */
    public static Optional<Scope> scope(String name) {
        return Arrays.stream(Scope.values())
                .filter(scope -> name(scope).equals(name))
                .findFirst();
    }

    /** The digests of listings; one that is listed twice may be all that it is listed as. */
    public static Map<VerityDigest, Set<Use>> digests(Collection<Listing> listings) {
        Map<VerityDigest, Set<Use>> allowed = new LinkedHashMap<>();
        for (Listing listing : listings) {
            allowed.computeIfAbsent(listing.digest(), digest -> EnumSet.noneOf(Use.class))
                    .add(listing.use());
        }
        return allowed;
    }
}
