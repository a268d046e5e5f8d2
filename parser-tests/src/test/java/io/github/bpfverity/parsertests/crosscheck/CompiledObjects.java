package io.github.bpfverity.parsertests.crosscheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every object that the build compiled before this module, of both byte orders. */
public final class CompiledObjects {
    private CompiledObjects() {}

    /** Their files, sorted. */
    public static Stream<Path> all() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            List<Path> folders = modules.map(module -> module.resolve("target"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
            return folders.stream().flatMap(CompiledObjects::in).toList().stream();
        }
    }

    private static Stream<Path> in(Path folder) {
        try (Stream<Path> files = Files.find(folder, 6, (file, attributes) -> isObject(folder, file))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * Those of the build itself, not the copies that kernel tests make of them; nor halves of objects, which are
     * nothing before they are linked.
     */
    private static boolean isObject(Path folder, Path file) {
        return file.toString().matches(".*\\.bpf\\.e[lb]\\.o")
                && !file.toString().contains("/linked/strong.bpf.")
                && !folder.relativize(file).startsWith("staging");
    }
}
