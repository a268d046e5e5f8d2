package io.github.bpfverity.cli.libraries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How the dynamic linker of a machine is set up.
 *
 * @param cache what ldconfig found
 * @param defaults the folders that are looked through last
 * @param preloaded what every program is given beside what it needs, {@code /etc/ld.so.preload}
 */
record LinkerSetup(LinkerCache cache, List<Path> defaults, List<String> preloaded) {
    private static final Path CACHE = Path.of("/etc/ld.so.cache");
    private static final Path PRELOAD = Path.of("/etc/ld.so.preload");

    /** Those of glibc as distributions build it. One that does not exist here is passed over like any other. */
    private static final List<Path> DEFAULTS = List.of(
            Path.of("/lib", SearchPath.MULTIARCH),
            Path.of("/usr/lib", SearchPath.MULTIARCH),
            Path.of("/lib64"),
            Path.of("/usr/lib64"),
            Path.of("/lib"),
            Path.of("/usr/lib"));

    /** This machine's. A file that is not there sets nothing up. */
    static LinkerSetup ofThisMachine() throws IOException {
        return new LinkerSetup(cache(CACHE), DEFAULTS, preloaded(PRELOAD));
    }

    static LinkerCache cache(Path file) throws IOException {
        try {
            return LinkerCache.parse(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            return LinkerCache.EMPTY;
        }
    }

    /** Names between blanks and colons; what follows a # on a line is a comment. */
    static List<String> preloaded(Path file) throws IOException {
        try {
            return Files.readString(file)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", ""))
                    .flatMap(line -> Arrays.stream(line.split("[\\s:]+")))
                    .filter(name -> !name.isEmpty())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
