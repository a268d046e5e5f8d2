package io.github.bpfverity.kerneltests.attacks;

import io.github.bpfverity.gate.Protection;
import io.github.bpfverity.kerneltests.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The programs of the attacks and a folder to put things in. Programs in the folders {@code listed} and {@code
 * listed-static}, and {@link #REACHER}, are sealed in place, to be listed; all others are not. {@code src/test/c}, {@code vm/attacks.sh}.
 */
record Stage(Path folder) {
    private static final Path PROGRAMS = Path.of("/guest/attacks");

    /** What every dynamic program of the machine is started by. */
    static final Path LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");

    /** A listed program that calls bpf(). */
    static final Path CALLER = PROGRAMS.resolve("listed/caller");

    /** The same program as a file that is not listed and has no fs-verity. */
    static final Path PLAIN_CALLER = PROGRAMS.resolve("unlisted/plain_caller");

    /** A listed one that needs no library. */
    static final Path CALLER_STATIC = PROGRAMS.resolve("listed-static/caller_static");

    /** A listed program that waits to be attacked. */
    static final Path VICTIM = PROGRAMS.resolve("listed-static/victim");

    /** A listed program that reaches for the gate's own objects. */
    static final Path REACHER = PROGRAMS.resolve("keeper-static/reach_own");

    /** A listed library. */
    static final Path HARMLESS = PROGRAMS.resolve("libraries/harmless.so");

    /** The programs to list, with fs-verity on them and on what they need. */
    static List<Path> seal() {
        List<Path> programs = new ArrayList<>();
        for (String folder : List.of("listed", "listed-static")) {
            programs.addAll(files(PROGRAMS.resolve(folder)));
        }
        programs.add(REACHER);
        List<Path> needed = new ArrayList<>(programs);
        needed.addAll(List.of(HARMLESS, realPath(LOADER), libc()));
        needed.forEach(Stage::seal);
        return programs;
    }

    /** The C library, which every dynamic program of the machine needs. */
    static Path libc() {
        return realPath(Path.of("/lib/x86_64-linux-gnu/libc.so.6"));
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns fs-verity on, unless it is. */
    static Path seal(Path file) {
        if (Ran.command("fsverity", "measure", file.toString()).status() != 0) {
            Ran.succeeding("fsverity", "enable", file.toString());
        }
        return file;
    }

    static Path program(String name) {
        return PROGRAMS.resolve(name);
    }

    /** A copy, without fs-verity. */
    Path copy(Path original, String name) {
        try {
            return Files.copy(original, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy with one byte more at its end, which changes nothing that it does. */
    Path changedCopy(Path original, String name) {
        try {
            Path copy = copy(original, name);
            Files.write(copy, new byte[1], StandardOpenOption.APPEND);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An attack whose program is listed and knows its twin. */
    static Attack within(String name, String program, Protection... stoppedBy) {
        Path path = PROGRAMS.resolve("listed").resolve(program);
        return Attack.of(name, () -> Attempt.run(path, "attack"), () -> Attempt.run(path, "twin"), stoppedBy);
    }

    /** An attack whose program is not listed, and that does something to a listed file. */
    static Attack against(String name, String program, Path listed, Protection... stoppedBy) {
        Path path = PROGRAMS.resolve(program);
        return Attack.of(
                name, () -> Attempt.run(path, "attack", listed), () -> Attempt.run(path, "twin", listed), stoppedBy);
    }
}
