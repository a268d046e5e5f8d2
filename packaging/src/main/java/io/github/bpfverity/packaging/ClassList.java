package io.github.bpfverity.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Writes the names of the project's own classes, for the class-data archive that is made when the package is installed. */
final class ClassList {
    private static final String SUFFIX = ".class";
    private static final List<String> OWN = List.of("io/github/bpfverity/", "picocli/CommandLine");

    private ClassList() {}

    static void write(Path jar, Path list) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<String> names = file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(SUFFIX) && OWN.stream().anyMatch(name::startsWith))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
            Files.write(list, names);
        }
    }
}
