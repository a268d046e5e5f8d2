package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Use;
import java.util.List;

/** Reads a gatekeeper's policy again and has its list follow. */
final class Policies {
    private final PolicySource source;
    private final GateList list;
    private final Notices notices;

    Policies(PolicySource source, GateList list, Notices notices) {
        this.source = source;
        this.list = list;
        this.notices = notices;
    }

    /**
     * One change, or none. The supervisor knows meanwhile.
     *
     * @throws TaskException if the policy has a bad line, or the gate no room; nothing is changed then
     */
    synchronized GateList.Change reload() {
        if (source == PolicySource.NONE) {
            throw new TaskException(Problem.USAGE, "the gate was attached without --policy: there is none to reload");
        }
        notices.reloading();
        try {
            List<Listing> listings = source.read();
            return list.replacePolicy(listings);
        } finally {
            notices.ready();
        }
    }

    /** What was done, for people. */
    static String reloaded(GateList.Change change) {
        return "Reloaded the policy: " + change;
    }

    /** How much it lists. */
    static String summary(List<Listing> listings) {
        long mapped =
                listings.stream().filter(listing -> listing.use() == Use.MAPPED).count();
        return "Policy: " + (listings.size() - mapped) + " digests of executables, " + mapped + " of code to map";
    }
}
