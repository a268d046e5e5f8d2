package io.github.bpfverity.cli.libraries;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.DynamicLinking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that are mapped into a program before its first instruction: its interpreter and, library by
 * library, all that they need.
 *
 * <p>This follows glibc's dynamic linker: breadth first; RPATH of the one that needs and of those that needed it,
 * RUNPATH, the cache, the system's folders; a name that is there already is not looked for again. Where a library comes
 * in variants for some processors ({@code glibc-hwcaps}), all that are there are found. The environment plays no part,
 * and what a program opens by {@code dlopen} when it runs is not found.
 */
public final class Libraries {
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private final LinkerSetup setup;

    Libraries(LinkerSetup setup) {
        this.setup = setup;
    }

    /** As this machine's linker is set up. */
    public static Libraries ofThisMachine() throws IOException {
        return new Libraries(LinkerSetup.ofThisMachine());
    }

    /**
     * The interpreter and libraries of a program, without symbolic links and without the program itself; empty for
     * static programs and for files that are not ELF.
     *
     * @throws UnresolvedException if one is not to be found
     * @throws FormatException if the program or one of them is broken
     * @throws IOException if one cannot be read
     */
    public Set<Path> of(Path program) throws IOException {
        byte[] image = Files.readAllBytes(program);
        if (image.length < ELF.length || !Arrays.equals(Arrays.copyOf(image, ELF.length), ELF)) {
            return Set.of();
        }
        LinkedFile root =
                new LinkedFile(program, program.toRealPath(), DynamicLinking.parse(image, program.toString()), null);
        return new Walk(root).run();
    }

    /** One program's libraries as they are found. */
    private final class Walk {
        private final LinkedFile program;
        private final LibrarySearch search;
        private final Map<String, LinkedFile> byName = new LinkedHashMap<>();
        private final Set<Path> found = new LinkedHashSet<>();
        private final Queue<LinkedFile> left = new ArrayDeque<>();

        Walk(LinkedFile program) {
            this.program = program;
            this.search = new LibrarySearch(setup, program);
        }

        Set<Path> run() throws IOException {
            if (program.linking().interpreter().isEmpty()
                    && program.linking().needed().isEmpty()) {
                return Set.of();
            }
            addInterpreter();
            left.add(program);
            for (String name : setup.preloaded()) {
                add(name, program);
            }
            while (!left.isEmpty()) {
                LinkedFile next = left.remove();
                for (String name : next.linking().needed()) {
                    add(name, next);
                }
            }
            found.remove(program.real());
            return found;
        }

        /** The linker is mapped already when libraries ask for it by name. */
        private void addInterpreter() throws IOException {
            Optional<String> path = program.linking().interpreter();
            if (path.isPresent()) {
                LinkedFile interpreter = search.open(Path.of(path.get()), program);
                if (interpreter == null) {
                    throw new UnresolvedException(program, path.get());
                }
                remember(path.get(), interpreter);
            }
        }

        private void add(String name, LinkedFile neededBy) throws IOException {
            if (byName.containsKey(name)) {
                return;
            }
            List<LinkedFile> variants = search.find(name, neededBy);
            if (variants.isEmpty()) {
                throw new UnresolvedException(neededBy, name);
            }
            for (LinkedFile variant : variants) {
                remember(name, variant);
            }
        }

        private void remember(String name, LinkedFile file) {
            byName.putIfAbsent(name, file);
            @Nullable String soname = file.linking().soname().orElse(null);
            if (soname != null) {
                byName.putIfAbsent(soname, file);
            }
            if (found.add(file.real())) {
                left.add(file);
            }
        }
    }
}
