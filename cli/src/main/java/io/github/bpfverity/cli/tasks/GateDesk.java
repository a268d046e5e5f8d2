package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Answers for the gatekeeper what comes over its control socket. */
final class GateDesk implements Desk {
    private final Gate gate;
    private final GateSettings settings;
    private final Runnable detach;
    private final Map<VerityDigest, Entry> entries = new LinkedHashMap<>();
    private final Map<Integer, String> grants = new TreeMap<>();

    private record Entry(Path path, Set<Use> uses) {}

    /**
     * Answers for {@code gate}.
     *
     * @param listings what it was loaded with
     * @param detach makes the gatekeeper end
     */
    GateDesk(Gate gate, GateSettings settings, List<Listing> listings, Runnable detach) {
        this.gate = gate;
        this.settings = settings;
        this.detach = detach;
        listings.forEach(this::note);
    }

    private Entry note(Listing listing) {
        Entry entry = entries.computeIfAbsent(
                listing.digest(), digest -> new Entry(listing.path(), EnumSet.noneOf(Use.class)));
        entry.uses().add(listing.use());
        return entry;
    }

    @Override
    public List<String> answer(List<String> request) {
        List<String> arguments = request.subList(1, request.size());
        return switch (request.get(0)) {
            case "status" -> status();
            case "scope" -> List.of(GateSettings.name(settings.scope()));
            case "list" -> list();
            case "allow" -> allow(arguments);
            case "revoke" -> revoke(one(arguments));
            case "grant" -> grant(one(arguments), false);
            case "grant-next" -> grant(one(arguments), true);
            case "detach" -> detach();
            default -> throw wrong("unknown request '" + request.get(0) + "'");
        };
    }

    private static TaskException wrong(String words) {
        return new TaskException(Problem.USAGE, words);
    }

    private static String one(List<String> arguments) {
        if (arguments.size() != 1) {
            throw wrong("one argument expected, not " + arguments.size());
        }
        return arguments.get(0);
    }

    private List<String> status() {
        forgetEnded();
        List<String> lines = new ArrayList<>();
        lines.add("gatekeeper: pid " + ProcessHandle.current().pid());
        lines.add("scope: " + GateSettings.name(settings.scope()));
        lines.add("listed: " + entries.size() + " digests");
        lines.add("decisions: " + gate.counters());
        grants.forEach((pid, program) -> lines.add("grant: pid " + pid + " " + program));
        return lines;
    }

    /** A grant ends with its process; the gate has forgotten it already. */
    private void forgetEnded() {
        grants.keySet().removeIf(pid -> ProcessHandle.of(pid).isEmpty());
    }

    private List<String> list() {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + " " + names(entry.getValue().uses()) + " "
                        + printable(entry.getValue().path().toString()))
                .toList();
    }

    private static String names(Set<Use> uses) {
        return String.join(
                ",",
                uses.stream().map(use -> use.name().toLowerCase(Locale.ROOT)).toList());
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Three words each: digest, use, path. Nothing is changed if one of them is wrong. */
    private List<String> allow(List<String> words) {
        if (words.isEmpty() || words.size() % 3 != 0) {
            throw wrong("allow: digest, use and path expected");
        }
        List<Listing> listings = new ArrayList<>();
        for (int i = 0; i < words.size(); i += 3) {
            listings.add(new Listing(Path.of(words.get(i + 2)), digest(words.get(i)), use(words.get(i + 1))));
        }
        for (Listing listing : listings) {
            gate.allow(listing.digest(), note(listing).uses());
        }
        return listings.stream().map(Listing::line).toList();
    }

    private List<String> revoke(String word) {
        VerityDigest digest = digest(word);
        if (!gate.revoke(digest)) {
            throw new TaskException(Problem.BAD_DATA, digest + ": is not listed");
        }
        entries.remove(digest);
        return List.of("Revoked " + digest);
    }

    private List<String> grant(String word, boolean next) {
        int pid = pid(word);
        if (next) {
            gate.grantNext(pid);
        } else {
            gate.grant(pid);
        }
        grants.put(pid, next ? "(what it executed)" : "");
        return List.of("Granted bpf() to process " + pid);
    }

    private List<String> detach() {
        detach.run();
        return List.of("Detaching");
    }

    private static int pid(String word) {
        try {
            int pid = Integer.parseInt(word);
            if (pid > 0) {
                return pid;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw wrong("'" + printable(word) + "' is no process number");
    }

    private static Use use(String word) {
        return Arrays.stream(Use.values())
                .filter(use -> use.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> wrong("'" + printable(word) + "' is no use"));
    }

    /** A digest as it is written everywhere, {@code ALGORITHM:HEX}. */
    static VerityDigest digest(String word) {
        try {
            return VerityDigest.parse(word);
        } catch (FormatException e) {
            throw new TaskException(Problem.USAGE, "'" + printable(word) + "' is no digest: " + e.problem(), e);
        }
    }
}
