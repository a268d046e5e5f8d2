package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Hook;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who called bpf() so far: by program, as far as it was there to be asked, and else by name. */
final class Learned {
    /** Whoever makes names up cannot fill the memory. */
    private static final int MOST_PROGRAMS = 10_000;

    /** More processes of one program show nothing new. */
    private static final int MOST_LOOKS = 64;

    /** A program and what it did. */
    static final class Program {
        private final Set<Long> users = new TreeSet<>();
        private final Set<String> commands = new TreeSet<>();
        private final Set<Path> mapped = new LinkedHashSet<>();
        private final Set<Integer> looked = new LinkedHashSet<>();
        private final Set<VerityDigest> digests = new LinkedHashSet<>();
        private boolean found;
        private boolean makesCode;
        private long calls;

        /** Who ran it. */
        Set<Long> users() {
            return users;
        }

        /** What it asked for. */
        Set<String> commands() {
            return commands;
        }

        /** Files that it was seen to have mapped as code, its own among them. */
        Set<Path> mapped() {
            return mapped;
        }

        /** The digests that its executable was seen with. */
        Set<VerityDigest> digests() {
            return digests;
        }

        /** Whether it was found while it ran; if not, its path is what it saw itself. */
        boolean found() {
            return found;
        }

        /** Whether it had code that is no file. */
        boolean makesCode() {
            return makesCode;
        }

        long calls() {
            return calls;
        }
    }

    private final Processes processes;
    private final Map<String, Program> byPath = new TreeMap<>();
    private final Map<String, Program> byName = new TreeMap<>();
    private long calls;
    private long lost;

    Learned(Processes processes) {
        this.processes = processes;
    }

    /** Learns from a decision. */
    void accept(Event event) {
        if (event.hook() != Hook.BPF) {
            return;
        }
        calls += event.calls();
        Optional<String> found = processes.executable(event.tgid());
        Optional<String> path = found.or(event::path);
        Map<String, Program> programs = path.isPresent() ? byPath : byName;
        String name = path.orElse(event.comm());
        if (!programs.containsKey(name) && byPath.size() + byName.size() >= MOST_PROGRAMS) {
            lost += event.calls();
            return;
        }
        Program program = programs.computeIfAbsent(name, key -> new Program());
        program.calls += event.calls();
        program.found |= found.isPresent();
        program.users.add(event.uid());
        program.commands.add(DecisionLine.command(event.command()));
        event.digest().ifPresent(program.digests::add);
        if (program.looked.size() < MOST_LOOKS && program.looked.add(event.tgid())) {
            look(program, event.tgid());
        }
    }

    private void look(Program program, int tgid) {
        program.mapped.addAll(processes.executableFiles(tgid));
        program.makesCode |= processes.executableMappings(tgid).stream()
                .anyMatch(mapping -> !mapping.isKernels() && (mapping.writable() || !mapping.file()));
    }

    /** There were decisions that nobody could be told of. */
    void lost(long count) {
        lost += count;
    }

    /** Programs by their paths. */
    Map<String, Program> programs() {
        return byPath;
    }

    /** Programs that had ended before they could be asked, by their threads' names. */
    Map<String, Program> ended() {
        return byName;
    }

    long calls() {
        return calls;
    }

    long lost() {
        return lost;
    }
}
