package io.github.bpfverity.cli.libraries;

import io.github.bpfverity.elf.DynamicLinking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The places where the dynamic linker looks for a library of one program, in its order. */
final class LibrarySearch {
    private static final String VARIANTS = "glibc-hwcaps";

    private final LinkerSetup setup;
    private final LinkedFile program;
    private final Map<Path, Optional<DynamicLinking>> read = new HashMap<>();

    LibrarySearch(LinkerSetup setup, LinkedFile program) {
        this.setup = setup;
        this.program = program;
    }

    /** The library that {@code neededBy} gets for a name, and its variants for some processors; empty if none. */
    List<LinkedFile> find(String name, LinkedFile neededBy) throws IOException {
        if (name.contains("/")) {
            return Stream.ofNullable(firstOf(SearchPath.expand(name, neededBy), neededBy))
                    .toList();
        }
        for (Path folder : namedFolders(neededBy)) {
            List<LinkedFile> here = inFolder(folder, name, neededBy);
            if (!here.isEmpty()) {
                return here;
            }
        }
        return inSystem(name, neededBy);
    }

    private @Nullable LinkedFile firstOf(List<String> paths, LinkedFile neededBy) throws IOException {
        for (String path : paths) {
            LinkedFile file = open(Path.of(path), neededBy);
            if (file != null) {
                return file;
            }
        }
        return null;
    }

    /** RPATH of the one that needs, of those that needed it and of the program; or its RUNPATH alone. */
    private List<Path> namedFolders(LinkedFile neededBy) {
        if (neededBy.linking().runpath().isPresent()) {
            return SearchPath.folders(neededBy.linking().runpath(), neededBy);
        }
        List<Path> folders = new ArrayList<>();
        for (LinkedFile file = neededBy; file != null; file = file.neededBy()) {
            folders.addAll(SearchPath.folders(file.linking().rpath(), file));
        }
        return folders;
    }

    private List<LinkedFile> inSystem(String name, LinkedFile neededBy) throws IOException {
        boolean withoutDefaults = neededBy.linking().withoutDefaults();
        List<LinkedFile> found = inCache(name, neededBy, withoutDefaults);
        if (!found.isEmpty() || withoutDefaults) {
            return found;
        }
        for (Path folder : setup.defaults()) {
            List<LinkedFile> here = inFolder(folder, name, neededBy);
            if (!here.isEmpty()) {
                return here;
            }
        }
        return List.of();
    }

    /** The first entry that fits and all that stand in for it on some processors. */
    private List<LinkedFile> inCache(String name, LinkedFile neededBy, boolean withoutDefaults) throws IOException {
        List<LinkedFile> found = new ArrayList<>();
        boolean plain = false;
        for (LinkerCache.Entry entry : setup.cache().find(name)) {
            Path path = Path.of(entry.path());
            boolean leftOut = withoutDefaults && setup.defaults().stream().anyMatch(path::startsWith);
            LinkedFile file = leftOut || plain && !entry.forSomeProcessors() ? null : open(path, neededBy);
            if (file != null) {
                found.add(file);
                plain |= !entry.forSomeProcessors();
            }
        }
        return found;
    }

    private List<LinkedFile> inFolder(Path folder, String name, LinkedFile neededBy) throws IOException {
        List<LinkedFile> found = new ArrayList<>();
        for (Path place : withVariants(folder)) {
            LinkedFile file = open(place.resolve(name), neededBy);
            if (file != null) {
                found.add(file);
            }
        }
        return found;
    }

    private static List<Path> withVariants(Path folder) throws IOException {
        List<Path> folders = new ArrayList<>();
        Path variants = folder.resolve(VARIANTS);
        if (Files.isDirectory(variants)) {
            try (Stream<Path> levels = Files.list(variants)) {
                levels.sorted().forEach(folders::add);
            }
        }
        folders.add(folder);
        return folders;
    }

    /** The file at a path; null if there is none, or it is of another machine or word size, which is passed over. */
    @Nullable
    LinkedFile open(Path path, LinkedFile neededBy) throws IOException {
        if (!Files.isRegularFile(path)) {
            return null;
        }
        Path real = path.toRealPath();
        if (!read.containsKey(real)) {
            read.put(real, linking(real));
        }
        return read.get(real)
                .filter(program::goesWith)
                .map(linking -> new LinkedFile(path, real, linking, neededBy))
                .orElse(null);
    }

    private static Optional<DynamicLinking> linking(Path file) throws IOException {
        byte[] image = Files.readAllBytes(file);
        boolean otherWordSize = image.length > 4 && image[0] == 0x7f && image[4] == 1;
        if (otherWordSize) {
            return Optional.empty();
        }
        return Optional.of(DynamicLinking.parse(image, file.toString()));
    }
}
