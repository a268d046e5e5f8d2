package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Use;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a gate has listed and on whose word, and the one place that changes it while the gate is attached.
 *
 * <p>A change is computed whole before the gate hears of it, and the gate has it as one.
 */
final class GateList {
    /** On whose word something is listed. */
    private enum Origin {
        /** It was named when the gate was attached. */
        NAMED,
        /** The policy files say so, as they were last read. */
        POLICY,
        /** It was allowed while the gate was attached. */
        ALLOWED
    }

    /**
     * A file that is listed.
     *
     * @param path where it was found, for people
     * @param uses what it may be
     */
    record Entry(Path path, Set<Use> uses) {
        private Entry plus(Entry other) {
            Set<Use> both = EnumSet.copyOf(uses);
            both.addAll(other.uses);
            return new Entry(path, both);
        }

        /** What it is written as in a policy: an executable may be mapped anyway. */
        Use use() {
            return uses.contains(Use.EXECUTABLE) ? Use.EXECUTABLE : Use.MAPPED;
        }
    }

    /** How many digests a change brought, changed or took. */
    record Change(int added, int removed) {
        @Override
        public String toString() {
            return added + " added, " + removed + " removed";
        }
    }

    private final Gate gate;
    private final int capacity;
    private Map<Origin, Map<VerityDigest, Entry>> words = new EnumMap<>(Origin.class);

    /**
     * The list of a gate that was loaded with it.
     *
     * @param capacity how many digests the gate has room for
     */
    GateList(Gate gate, int capacity, List<Listing> named, List<Listing> policy) {
        this.gate = gate;
        this.capacity = capacity;
        words.put(Origin.NAMED, entries(named));
        words.put(Origin.POLICY, entries(policy));
        words.put(Origin.ALLOWED, Map.of());
    }

    /**
     * The gate was not loaded with what this was made of, but taken over with another list, which stays: so what was
     * revoked stays revoked, and what was allowed, allowed. Only the policy is followed, as if it were read again.
     */
    synchronized void resume(Map<VerityDigest, Set<Use>> found) {
        Map<VerityDigest, Entry> policy = words.get(Origin.POLICY);
        Map<VerityDigest, Entry> allowed = new LinkedHashMap<>();
        found.forEach((digest, uses) -> allowed.put(digest, new Entry(Path.of("-"), uses)));
        Map<Origin, Map<VerityDigest, Entry>> resumed = new EnumMap<>(Origin.class);
        for (Origin origin : List.of(Origin.NAMED, Origin.POLICY)) {
            Map<VerityDigest, Entry> still = new LinkedHashMap<>(words.get(origin));
            still.keySet().retainAll(found.keySet());
            allowed.keySet().removeAll(still.keySet());
            resumed.put(origin, still);
        }
        resumed.put(Origin.ALLOWED, allowed);
        words = resumed;
        change(Map.of(Origin.POLICY, policy));
    }

    /** Every digest, in the order in which they came. */
    synchronized Map<VerityDigest, Entry> entries() {
        return entries(words);
    }

    /** Lists more. */
    synchronized Change allow(List<Listing> listings) {
        Map<VerityDigest, Entry> allowed = new LinkedHashMap<>(words.get(Origin.ALLOWED));
        entries(listings).forEach((digest, entry) -> allowed.merge(digest, entry, Entry::plus));
        return change(Map.of(Origin.ALLOWED, allowed));
    }

    /** Takes a digest off the list, whoever put it there; a policy that is read again puts it back. */
    synchronized Change revoke(VerityDigest digest) {
        Map<Origin, Map<VerityDigest, Entry>> without = new EnumMap<>(Origin.class);
        words.forEach((origin, entries) -> {
            Map<VerityDigest, Entry> left = new LinkedHashMap<>(entries);
            left.remove(digest);
            without.put(origin, left);
        });
        Change change = change(without);
        if (change.removed() == 0) {
            throw new TaskException(Problem.BAD_DATA, digest + ": is not listed");
        }
        return change;
    }

    /** Puts what the policy files say now in the place of what they said before. */
    synchronized Change replacePolicy(List<Listing> listings) {
        return change(Map.of(Origin.POLICY, entries(listings)));
    }

    private Change change(Map<Origin, Map<VerityDigest, Entry>> changed) {
        Map<Origin, Map<VerityDigest, Entry>> next = new EnumMap<>(words);
        next.putAll(changed);
        Map<VerityDigest, Set<Use>> before = uses(words);
        Map<VerityDigest, Set<Use>> after = uses(next);
        Map<VerityDigest, Set<Use>> added = new LinkedHashMap<>(after);
        added.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
        Set<VerityDigest> removed = new HashSet<>(before.keySet());
        removed.removeAll(after.keySet());
        requireRoom(before, added);
        tell(before, added, removed);
        words = next;
        return new Change(added.size(), removed.size());
    }

    /** What is added comes before what is removed, so that there has to be room for both. */
    private void requireRoom(Map<VerityDigest, Set<Use>> before, Map<VerityDigest, Set<Use>> added) {
        long together = before.size()
                + added.keySet().stream()
                        .filter(digest -> !before.containsKey(digest))
                        .count();
        if (together > capacity) {
            throw new TaskException(
                    Problem.UNAVAILABLE,
                    "the list would have " + together + " digests on the way, and the gate was attached with room for "
                            + capacity + "; nothing was changed: attach it again with this list");
        }
    }

    private void tell(
            Map<VerityDigest, Set<Use>> before, Map<VerityDigest, Set<Use>> added, Set<VerityDigest> removed) {
        if (added.isEmpty() && removed.isEmpty()) {
            return;
        }
        try {
            gate.change(added, removed);
        } catch (RuntimeException e) {
            undo(before, added, removed);
            throw e;
        }
    }

    private void undo(
            Map<VerityDigest, Set<Use>> before, Map<VerityDigest, Set<Use>> added, Set<VerityDigest> removed) {
        Map<VerityDigest, Set<Use>> old = new LinkedHashMap<>(before);
        old.keySet().removeIf(digest -> !added.containsKey(digest) && !removed.contains(digest));
        Set<VerityDigest> fresh = new HashSet<>(added.keySet());
        fresh.removeAll(before.keySet());
        gate.change(old, fresh);
    }

    private static Map<VerityDigest, Entry> entries(Collection<Listing> listings) {
        Map<VerityDigest, Entry> entries = new LinkedHashMap<>();
        for (Listing listing : listings) {
            Entry entry = new Entry(listing.path(), EnumSet.of(listing.use()));
            entries.merge(listing.digest(), entry, Entry::plus);
        }
        return entries;
    }

    private static Map<VerityDigest, Entry> entries(Map<Origin, Map<VerityDigest, Entry>> words) {
        Map<VerityDigest, Entry> all = new LinkedHashMap<>();
        words.values().forEach(entries -> entries.forEach((digest, entry) -> all.merge(digest, entry, Entry::plus)));
        return all;
    }

    private static Map<VerityDigest, Set<Use>> uses(Map<Origin, Map<VerityDigest, Entry>> words) {
        Map<VerityDigest, Set<Use>> uses = new LinkedHashMap<>();
        entries(words).forEach((digest, entry) -> uses.put(digest, entry.uses()));
        return uses;
    }
}
