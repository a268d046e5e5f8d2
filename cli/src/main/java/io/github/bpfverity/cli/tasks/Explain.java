package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.cli.policy.PolicyException;
import io.github.bpfverity.cli.policy.PolicyReader;
import io.github.bpfverity.cli.tasks.Explanation.Part;
import io.github.bpfverity.cli.tasks.Explanation.Standing;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Says what a gate would decide, by looking at a file or process as it is now. */
public final class Explain {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final Processes processes;
    private final VerityFiles files;
    private final NeededFiles needed;

    /** Looks at {@code processes} and {@code files}, and at what programs need. */
    public Explain(Processes processes, VerityFiles files, NeededFiles needed) {
        this.processes = processes;
        this.files = files;
        this.needed = needed;
    }

    /** What the gate that is attached goes by; one with an empty list where there is none. */
    public static KnownList attached(Control control) {
        if (!control.isThere()) {
            return KnownList.of("an empty list: no gate is attached here", Scope.PROCESS, List.of());
        }
        Scope scope = GateSettings.scope(control.ask(List.of("scope")).get(0)).orElse(Scope.PROCESS);
        String text = String.join("\n", control.ask(List.of("list"))) + "\n# as listed\n";
        try {
            return KnownList.of(
                    "the gate that is attached",
                    scope,
                    PolicyReader.parse(text, "list").entries().stream()
                            .map(entry -> new Listing(Path.of(entry.path()), entry.digest(), entry.use()))
                            .toList());
        } catch (PolicyException e) {
            throw new TaskException(Problem.INTERNAL, "the gatekeeper's list: " + e.getMessage(), e);
        }
    }

    /** What a gate with this policy would go by. */
    public static KnownList policy(PolicySource policy, Scope scope) {
        return KnownList.of("the policy given", scope, policy.read());
    }

    /**
     * Explains.
     *
     * @param subject a process's number or a file's path; a path with a slash is always a file
     * @throws TaskException if there is no such thing
     */
    public Explanation of(String subject, KnownList list) {
        return NUMBER.matcher(subject).matches()
                ? process(Integer.parseInt(subject), list)
                : file(Path.of(subject), list);
    }

    private Explanation file(Path file, KnownList list) {
        RegularFiles.require(file);
        List<Part> parts = new ArrayList<>();
        parts.add(executable(file, file.toString(), list));
        List<String> notes = new ArrayList<>();
        if (list.scope() == Scope.PROCESS) {
            for (Path library : neededBy(file, notes)) {
                Optional<VerityDigest> digest = digest(library);
                parts.add(new Part("mapped", standing(digest, list.mayBeMapped(digest)), library.toString(), digest));
            }
            notes.add("what it opens with dlopen() when it runs is not seen here: explain its process then");
        }
        GeneralPrograms.warning(file).ifPresent(words -> notes.add("it " + words));
        return new Explanation(file.toString(), 0, Explanation.reason(list.scope(), parts), list, parts, notes);
    }

    private Set<Path> neededBy(Path file, List<String> notes) {
        try {
            return new TreeSet<>(needed.of(file));
        } catch (TaskException e) {
            notes.add(String.valueOf(e.getMessage()));
            return Set.of();
        }
    }

    private Explanation process(int pid, KnownList list) {
        if (!processes.exists(pid)) {
            throw new TaskException(Problem.NO_INPUT, "process " + pid + ": there is none");
        }
        Optional<String> path = processes.executable(pid);
        if (path.isEmpty()) {
            List<String> notes = List.of("kernel threads have none, and others' can only be seen by root");
            return new Explanation("?", pid, Reason.NO_EXECUTABLE, list, List.of(), notes);
        }
        List<Part> parts = new ArrayList<>();
        parts.add(executable(processes.executableFile(pid), path.get(), list));
        processes.executableMappings(pid).forEach(mapping -> add(parts, part(pid, mapping, path.get(), list)));
        Reason reason = Explanation.reason(list.scope(), parts);
        List<String> notes = new ArrayList<>();
        if (list.scope() == Scope.PROCESS) {
            if (reason == Reason.LISTED && processes.tracer(pid) != 0) {
                reason = Reason.TRACED;
            }
            notes.add("the gate remembers more than is seen here: what was mapped and is gone, and whether the process"
                    + " was executed under its eyes");
        }
        return new Explanation(path.get(), pid, reason, list, parts, notes);
    }

    /** A file has several mappings. */
    private static void add(List<Part> parts, Part part) {
        if (!parts.contains(part)) {
            parts.add(part);
        }
    }

    private Part part(int pid, Processes.Mapping mapping, String executable, KnownList list) {
        if (mapping.isKernels()) {
            return new Part("mapped", Standing.KERNEL, mapping.name(), Optional.empty());
        }
        if (!mapping.file()) {
            return new Part(
                    "mapped", Standing.NO_FILE, (mapping.name() + " at " + mapping.range()).strip(), Optional.empty());
        }
        Optional<VerityDigest> digest = digest(processes.mappedFile(pid, mapping));
        boolean isExecutable = mapping.name().equals(executable);
        boolean listed = isExecutable ? list.mayBeExecuted(digest) : list.mayBeMapped(digest);
        Standing standing = mapping.writable() ? Standing.WRITABLE : standing(digest, listed);
        return new Part(
                isExecutable && !mapping.writable() ? "executable" : "mapped", standing, mapping.name(), digest);
    }

    private Part executable(Path file, String name, KnownList list) {
        Optional<VerityDigest> digest = digest(file);
        return new Part("executable", standing(digest, list.mayBeExecuted(digest)), name, digest);
    }

    private static Standing standing(Optional<VerityDigest> digest, boolean listed) {
        if (listed) {
            return Standing.LISTED;
        }
        return digest.isPresent() ? Standing.NOT_LISTED : Standing.NO_DIGEST;
    }

    private Optional<VerityDigest> digest(Path file) {
        try {
            return files.find(file);
        } catch (TaskException e) {
            return Optional.empty(); // a file system that has none, or a file that went
        }
    }
}
