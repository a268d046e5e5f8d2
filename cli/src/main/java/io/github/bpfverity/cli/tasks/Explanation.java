package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.cli.policy.PolicyEntry;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gate would decide of a process or file, and why.
 *
 * @param path of the executable
 * @param pid the process; 0 for a file that is not executed
 * @param reason why it would be decided so
 * @param list what the gate goes by
 * @param parts each thing that was looked at
 * @param notes what this cannot say
 */
public record Explanation(String path, int pid, Reason reason, KnownList list, List<Part> parts, List<String> notes) {
    /** What there is to say about one thing. */
    enum Standing {
        /** It is listed for this use. */
        LISTED("listed"),
        /** It has a digest that is not listed for this use. */
        NOT_LISTED("NOT LISTED"),
        /** It has no digest that the kernel vouches for. */
        NO_DIGEST("NO DIGEST"),
        /** It is no file. */
        NO_FILE("NO FILE"),
        /** The process could write to it. */
        WRITABLE("WRITABLE"),
        /** The kernel itself put it there. */
        KERNEL("kernel's");

        private final String words;

        Standing(String words) {
            this.words = words;
        }
    }

    /**
     * One file or piece of memory.
     *
     * @param use {@code executable} or {@code mapped}
     * @param name its path, or the kernel's name for it and its addresses
     */
    record Part(String use, Standing standing, String name, Optional<VerityDigest> digest) {
        private String line() {
            String shown = digest.map(Object::toString).orElse("-");
            return "  %-10s  %-10s  %s  %s".formatted(use, standing.words, PolicyEntry.printable(name), shown);
        }

        private Map<String, Object> facts() {
            return Facts.of(
                    "use",
                    use,
                    "standing",
                    DecisionLine.name(standing),
                    "name",
                    name,
                    "digest",
                    digest.map(Object::toString).orElse(null));
        }
    }

    private boolean granted() {
        return reason.verdict() == Verdict.GRANTED;
    }

    private String remedy() {
        return Remedy.of(reason, list.scope(), Optional.of(path), pid);
    }

    /** For people: the verdict, what to do, and what was looked at. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        String who = PolicyEntry.printable(path) + (pid == 0 ? "" : " (pid " + Integer.toUnsignedString(pid) + ")");
        String verdict = granted() ? "would be granted" : "would be denied";
        String remedy = remedy().isEmpty() ? "" : "; to allow: " + remedy();
        lines.add(who + ": " + verdict + " bpf(): " + reason.words() + remedy);
        lines.add("  by " + list.source() + ", scope " + GateSettings.name(list.scope()));
        parts.forEach(part -> lines.add(part.line()));
        notes.forEach(note -> lines.add("  note: " + note));
        return lines;
    }

    /** For programs: a document of kind {@code explain}. */
    public String json() {
        @Nullable String remedy = remedy().isEmpty() ? null : remedy();
        return Json.document(
                "explain",
                Facts.of(
                        "path", path,
                        "pid", pid == 0 ? null : Integer.toUnsignedLong(pid),
                        "verdict", DecisionLine.name(reason.verdict()),
                        "reason", DecisionLine.name(reason),
                        "why", reason.words(),
                        "remedy", remedy,
                        "scope", GateSettings.name(list.scope()),
                        "source", list.source(),
                        "parts", Facts.each(parts, Part::facts),
                        "notes", notes));
    }

    /** Which of the parts decides in this scope; the executable comes first. */
    static Reason reason(Scope scope, List<Part> parts) {
        Reason executable = ofExecutable(parts.get(0).standing());
        if (executable != Reason.LISTED || scope == Scope.EXE) {
            return executable;
        }
        for (Part part : parts) {
            Reason reason = ofCode(part.standing());
            if (reason != Reason.LISTED) {
                return reason;
            }
        }
        return Reason.LISTED;
    }

    private static Reason ofExecutable(Standing standing) {
        return switch (standing) {
            case LISTED -> Reason.LISTED;
            case NOT_LISTED -> Reason.NOT_LISTED;
            case NO_DIGEST, NO_FILE, WRITABLE, KERNEL -> Reason.NO_VERITY;
        };
    }

    private static Reason ofCode(Standing standing) {
        return switch (standing) {
            case LISTED, KERNEL -> Reason.LISTED;
            case NOT_LISTED, NO_DIGEST -> Reason.UNLISTED_CODE;
            case NO_FILE -> Reason.ANONYMOUS_CODE;
            case WRITABLE -> Reason.WRITABLE_CODE;
        };
    }
}
