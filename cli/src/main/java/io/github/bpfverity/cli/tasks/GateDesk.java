package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.cli.policy.PolicyEntry;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Answers for the gatekeeper what comes over its control socket. */
final class GateDesk implements Desk {
    private final Gate gate;
    private final GateSettings settings;
    private final GateList list;
    private final Policies policies;
    private final Runnable detach;
    private final Map<Integer, String> grants = new TreeMap<>();

    /**
     * Answers for {@code gate}.
     *
     * @param list what it has listed
     * @param detach makes the gatekeeper end
     */
    GateDesk(Gate gate, GateSettings settings, GateList list, Policies policies, Runnable detach) {
        this.gate = gate;
        this.settings = settings;
        this.list = list;
        this.policies = policies;
        this.detach = detach;
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
            case "reload" -> List.of(policies.reload());
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
        lines.add("listed: " + list.entries().size() + " digests");
        lines.add("decisions: " + gate.counters());
        grants.forEach((pid, program) -> lines.add("grant: pid " + pid + " " + program));
        return lines;
    }

    /** A grant ends with its process; the gate has forgotten it already. */
    private void forgetEnded() {
        grants.keySet().removeIf(pid -> ProcessHandle.of(pid).isEmpty());
    }

    /** A policy that says the same. */
    private List<String> list() {
        return list.entries().entrySet().stream()
                .map(entry -> PolicyEntry.line(
                        entry.getKey(),
                        entry.getValue().use(),
                        entry.getValue().path().toString()))
                .toList();
    }

    private static String printable(String text) {
        return PolicyEntry.printable(text);
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
        list.allow(listings);
        return listings.stream().map(Listing::line).toList();
    }

    private List<String> revoke(String word) {
        VerityDigest digest = digest(word);
        list.revoke(digest);
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
