package io.github.bpfverity.loader;

import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds executables and libraries, and functions in them. */
final class Executables {
    private static final List<Path> DIRECTORIES = Stream.of(
                    "/usr/bin",
                    "/usr/sbin",
                    "/bin",
                    "/sbin",
                    "/lib/x86_64-linux-gnu",
                    "/usr/lib/x86_64-linux-gnu",
                    "/lib/aarch64-linux-gnu",
                    "/usr/lib/aarch64-linux-gnu",
                    "/lib64",
                    "/usr/lib64",
                    "/usr/lib",
                    "/lib")
            .map(Path::of)
            .toList();

    private Executables() {}

    /** The file that a name means: itself if it has a slash, else the one in a usual place. */
    static String find(String name) {
        if (name.indexOf('/') >= 0) {
            return name;
        }
        return DIRECTORIES.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new BpfException("no executable or library " + name + " in " + DIRECTORIES))
                .toString();
    }

    /** Where in the file a function begins. */
    static long offsetOf(String file, String function) {
        try {
            ElfObject elf = ElfObject.read(Path.of(file));
            return Stream.concat(elf.symbols().stream(), elf.dynamicSymbols().stream())
                    .filter(symbol -> symbol.name().equals(function) && symbol.type() == Symbol.STT_FUNC)
                    .map(symbol -> offset(elf, symbol))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow(() -> new BpfException(file + " has no function " + function));
        } catch (IOException e) {
            throw new BpfException("cannot read " + file, e);
        }
    }

    /** Values of symbols in executables and libraries are addresses; sections say where those are in the file. */
    private static Optional<Long> offset(ElfObject elf, Symbol symbol) {
        Optional<Section> section = elf.sectionOf(symbol);
        return section.map(s -> symbol.value() - s.address() + s.offset());
    }
}
