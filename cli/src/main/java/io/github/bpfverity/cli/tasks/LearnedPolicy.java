package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.cli.policy.PolicyEntry;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a policy of what was learned: lines for what can be listed, and in comments what is to be done before. */
final class LearnedPolicy {
    private final VerityFiles files;
    private final NeededFiles needed;
    private final Scope scope;
    private final List<String> lines = new ArrayList<>();
    private final Set<VerityDigest> executables = new LinkedHashSet<>();
    private final Set<VerityDigest> listed = new LinkedHashSet<>();

    LearnedPolicy(VerityFiles files, NeededFiles needed, Scope scope) {
        this.files = files;
        this.needed = needed;
        this.scope = scope;
    }

    /** The lines of the file. */
    List<String> of(Learned learned, Instant from, Instant to) {
        lines.add("# Learned by bpf-verity from " + from + " to " + to + ", for scope " + GateSettings.name(scope));
        lines.add("# " + learned.calls() + " calls of bpf() by "
                + learned.programs().size()
                + " programs. Read each entry before you list it: to be seen here is no merit.");
        if (learned.lost() > 0) {
            lines.add("# " + learned.lost() + " further calls came too fast to be told whose they were.");
        }
        learned.programs().values().forEach(program -> executables.addAll(program.digests()));
        learned.programs().forEach(this::add);
        learned.ended().forEach(this::addEnded);
        return lines;
    }

    private void add(String path, Learned.Program program) {
        lines.add("");
        lines.add("# " + printable(path) + ": " + did(program));
        GeneralPrograms.warning(Path.of(path)).ifPresent(words -> lines.add("# careful: it " + words));
        if (scope == Scope.PROCESS && program.makesCode()) {
            lines.add("# it makes code when it runs: scope process denies it; give its process a grant with 'run'");
        }
        addExecutable(path, program);
        if (scope == Scope.PROCESS) {
            libraries(path, program).forEach(library -> addLibrary(path, library));
        }
    }

    private static String did(Learned.Program program) {
        String users = program.users().stream().map(Object::toString).collect(Collectors.joining(", "));
        return program.calls() + (program.calls() == 1 ? " call" : " calls") + " by uid " + users + ": "
                + String.join(", ", program.commands());
    }

    private void addExecutable(String path, Learned.Program program) {
        Set<VerityDigest> digests = new LinkedHashSet<>(program.digests());
        if (program.found()) {
            digest(Path.of(path)).ifPresent(digests::add);
        } else {
            lines.add("# it had ended before it was looked at: the path is as it saw it itself");
        }
        if (digests.isEmpty()) {
            String quoted = Remedy.quoted(path);
            String seal = scope == Scope.PROCESS ? "seal --with-libraries --policy " : "seal --policy ";
            lines.add(
                    Files.exists(Path.of(path))
                            ? "# needs seal; to have its lines: cli.jar " + seal + quoted
                            : "# is not at this path: removed since, or in a container; seal it where it lies");
        }
        for (VerityDigest digest : digests) {
            if (listed.add(digest)) {
                lines.add(PolicyEntry.line(digest, Use.EXECUTABLE, path));
            }
        }
    }

    private Set<Path> libraries(String path, Learned.Program program) {
        Set<Path> libraries = new LinkedHashSet<>();
        try {
            libraries.addAll(needed.of(Path.of(path)));
        } catch (TaskException e) {
            lines.add("# " + printable(String.valueOf(e.getMessage())));
        }
        libraries.addAll(program.mapped());
        libraries.remove(Path.of(path));
        return libraries;
    }

    private void addLibrary(String program, Path library) {
        Optional<VerityDigest> digest = digest(library);
        if (digest.isEmpty()) {
            lines.add("# needs seal: " + printable(library.toString()) + ", which " + printable(program) + " maps");
        } else if (!executables.contains(digest.get()) && listed.add(digest.get())) {
            lines.add(PolicyEntry.line(digest.get(), Use.MAPPED, library.toString()));
        }
    }

    private Optional<VerityDigest> digest(Path path) {
        try {
            return files.find(path);
        } catch (TaskException e) {
            return Optional.empty();
        }
    }

    private void addEnded(String name, Learned.Program program) {
        lines.add("");
        lines.add("# a program named '" + printable(name) + "' that had ended before it could be asked for its path: "
                + did(program));
        for (VerityDigest digest : program.digests()) {
            if (listed.add(digest)) {
                lines.add(PolicyEntry.line(digest, Use.EXECUTABLE, "-"));
            }
        }
    }

    private static String printable(String text) {
        return PolicyEntry.printable(text);
    }
}
