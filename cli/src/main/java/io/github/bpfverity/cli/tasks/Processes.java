package io.github.bpfverity.cli.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Processes as {@code /proc} shows them; source: {@code Documentation/filesystems/proc.rst}. */
public final class Processes implements Callers {
    /** Those of this machine. */
    public static final Processes RUNNING = new Processes(Path.of("/proc"));

    private static final Pattern MAPPING =
            Pattern.compile("([0-9a-f]+-[0-9a-f]+) ([r-][w-])([x-])[sp] [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ (\\d+) *(.*)");
    private static final Pattern TRACER = Pattern.compile("(?m)^TracerPid:\\s*(\\d+)$");
    private static final String GONE = " (deleted)";

    private final Path proc;

    Processes(Path proc) {
        this.proc = proc;
    }

    /**
     * Memory that a process may execute.
     *
     * @param range its addresses, in hexadecimal
     * @param writable whether it may be written to as well
     * @param file whether a file lies behind it
     * @param name the file's path as the process sees it, or the kernel's name for it, or nothing
     */
    record Mapping(String range, boolean writable, boolean file, String name) {
        /** What the kernel itself puts there, the same for all. */
        boolean isKernels() {
            return name.equals("[vdso]") || name.equals("[vsyscall]");
        }
    }

    @Override
    public Optional<String> executable(int tgid) {
        try {
            return Optional.of(Files.readSymbolicLink(executableFile(tgid)).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Opens as the very file that a process executes, also where it was removed since or lies in a container. */
    Path executableFile(int tgid) {
        return folder(tgid).resolve("exe");
    }

    /** Opens as the very file that was mapped, likewise. */
    Path mappedFile(int tgid, Mapping mapping) {
        Path exact = folder(tgid).resolve("map_files").resolve(mapping.range());
        return Files.exists(exact) ? exact : folder(tgid).resolve("root" + mapping.name());
    }

    /** Whether there is such a process. */
    boolean exists(int tgid) {
        return Files.isDirectory(folder(tgid));
    }

    /** What it may execute, now; empty if it has ended or may not be looked at. */
    List<Mapping> executableMappings(int tgid) {
        List<Mapping> mappings = new ArrayList<>();
        for (String line : text(tgid, "maps").split("\n")) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches() && mapping.group(3).equals("x")) {
                boolean file = !mapping.group(4).equals("0");
                mappings.add(new Mapping(mapping.group(1), mapping.group(2).equals("rw"), file, mapping.group(5)));
            }
        }
        return mappings;
    }

    /** The paths of files that it may execute, its own among them; those that were removed are left out. */
    List<Path> executableFiles(int tgid) {
        return executableMappings(tgid).stream()
                .filter(mapping -> mapping.file() && !mapping.name().endsWith(GONE))
                .map(mapping -> Path.of(mapping.name()))
                .distinct()
                .toList();
    }

    /** The process that traces it; 0 if none does. */
    int tracer(int tgid) {
        Matcher tracer = TRACER.matcher(text(tgid, "status"));
        return tracer.find() ? Integer.parseInt(tracer.group(1)) : 0;
    }

    private String text(int tgid, String name) {
        try {
            return Files.readString(folder(tgid).resolve(name));
        } catch (IOException e) {
            return "";
        }
    }

    private Path folder(int tgid) {
        return proc.resolve(Integer.toUnsignedString(tgid));
    }
}
