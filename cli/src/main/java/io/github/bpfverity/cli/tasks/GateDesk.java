package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.cli.policy.PolicyEntry;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Counters;
import io.github.bpfverity.gate.Use;
import io.github.bpfverity.gate.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers for the gatekeeper what comes over its control socket: a verb and its arguments, after "json" in JSON. */
final class GateDesk implements Desk {
    private final Gate gate;
    private final GateSettings settings;
    private final GateList list;
    private final Policies policies;
    private final EventFeeds feeds;
    private final Runnable detach;

    /** An answer for people and for programs. */
    private record Answer(List<String> lines, Map<String, Object> facts) {
        Answer(String line, Object... namesAndValues) {
            this(List.of(line), Facts.of(namesAndValues));
        }
    }

    /**
     * Answers for {@code gate}.
     *
     * @param list what it has listed
     * @param feeds what it decides
     * @param detach makes the gatekeeper end
     */
    GateDesk(Gate gate, GateSettings settings, GateList list, Policies policies, EventFeeds feeds, Runnable detach) {
        this.gate = gate;
        this.settings = settings;
        this.list = list;
        this.policies = policies;
        this.feeds = feeds;
        this.detach = detach;
    }

    @Override
    public List<String> answer(List<String> request) {
        boolean json = request.size() > 1 && request.get(0).equals("json");
        List<String> words = json ? request.subList(1, request.size()) : request;
        String verb = words.get(0);
        if (verb.equals("events")) {
            return feeds.latest(forPrograms(words));
        }
        Answer answer = answer(verb, words.subList(1, words.size()));
        return json ? List.of(Json.document(verb, answer.facts())) : answer.lines();
    }

    private Answer answer(String verb, List<String> arguments) {
        return switch (verb) {
            case "status" -> status();
            case "scope" ->
                new Answer(GateSettings.name(settings.scope()), "scope", GateSettings.name(settings.scope()));
            case "list" -> list();
            case "allow" -> allow(arguments);
            case "revoke" -> revoke(one(arguments));
            case "grant" -> grant(one(arguments), false);
            case "grant-next" -> grant(one(arguments), true);
            case "reload" -> reload();
            case "detach" -> detach();
            default -> throw wrong("unknown request '" + printable(verb) + "'");
        };
    }

    @Override
    public @Nullable Feed follow(List<String> request, Runnable wake) {
        boolean follows = request.size() == 3
                && request.get(0).equals("events")
                && request.get(2).equals("follow");
        return follows ? feeds.watch(forPrograms(request), wake) : null;
    }

    private static boolean forPrograms(List<String> words) {
        return words.size() > 1 && words.get(1).equals("json");
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

    private Answer status() {
        Counters counters = gate.counters();
        int listed = list.entries().size();
        long pid = ProcessHandle.current().pid();
        List<String> lines = new ArrayList<>();
        lines.add("gatekeeper: pid " + pid);
        lines.add("mode: " + settings.modeWords());
        lines.add("scope: " + GateSettings.name(settings.scope()));
        lines.add("stays: " + stay());
        lines.add("listed: " + listed + " digests, room for " + gate.capacity());
        lines.add("decisions: " + counters);
        Set<Integer> granted = gate.granted();
        granted.forEach(process -> lines.add("grant: pid " + process + program(process)));
        Map<String, Object> facts = Facts.of(
                "pid", pid,
                "mode", settings.mode(),
                "scope", GateSettings.name(settings.scope()),
                "stays", settings.stay().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "protectsProcesses", gate.protectsProcesses(),
                "listed", listed,
                "capacity", gate.capacity(),
                "granted", counters.decisions(Verdict.GRANTED),
                "denied", counters.decisions(Verdict.DENIED),
                "eventsLost", counters.lostEvents(),
                "reasons", Reasons.counted(counters),
                "grants", granted);
        return new Answer(lines, facts);
    }

    private String stay() {
        return switch (settings.stay()) {
            case WITH_KEEPER -> "as long as its gatekeeper";
            case PINNED -> "pinned, until 'detach'";
            case LOCKED -> "locked, until the machine is booted again";
        };
    }

    private static String program(int pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .map(command -> " " + printable(command))
                .orElse("");
    }

    /** A policy that says the same. */
    private Answer list() {
        List<String> lines = new ArrayList<>();
        List<Map<String, Object>> facts = new ArrayList<>();
        list.entries().forEach((digest, entry) -> {
            String path = entry.path().toString();
            lines.add(PolicyEntry.line(digest, entry.use(), path));
            facts.add(Facts.of("digest", digest, "use", DecisionLine.name(entry.use()), "path", path));
        });
        return new Answer(lines, Facts.of("entries", facts));
    }

    private static String printable(String text) {
        return PolicyEntry.printable(text);
    }

    /** Three words each: digest, use, path. Nothing is changed if one of them is wrong. */
    private Answer allow(List<String> words) {
        if (words.isEmpty() || words.size() % 3 != 0) {
            throw wrong("allow: digest, use and path expected");
        }
        List<Listing> listings = new ArrayList<>();
        for (int i = 0; i < words.size(); i += 3) {
            listings.add(new Listing(Path.of(words.get(i + 2)), digest(words.get(i)), use(words.get(i + 1))));
        }
        GateList.Change change = list.allow(listings);
        return new Answer(listings.stream().map(Listing::line).toList(), facts(change));
    }

    private static Map<String, Object> facts(GateList.Change change) {
        return Facts.of("added", change.added(), "removed", change.removed());
    }

    private Answer revoke(String word) {
        VerityDigest digest = digest(word);
        return new Answer(List.of("Revoked " + digest), facts(list.revoke(digest)));
    }

    private Answer grant(String word, boolean next) {
        int pid = pid(word);
        if (next) {
            gate.grantNext(pid);
        } else {
            gate.grant(pid);
        }
        return new Answer("Granted bpf() to process " + pid, "pid", pid);
    }

    private Answer reload() {
        GateList.Change change = policies.reload();
        return new Answer(List.of(Policies.reloaded(change)), facts(change));
    }

    private Answer detach() {
        detach.run();
        return new Answer("Detaching");
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
