package io.github.bpfverity.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;

/**
 * Writes the names of the project's own classes and their lambdas, for the class-data archive that is made when the
 * package is installed. Training runs of the commands could name them, but not those of a command that has to load
 * programs, which a package that is being installed had better not.
 */
final class ClassList {
    private static final String SUFFIX = ".class";
    private static final List<String> OWN = List.of("io/github/bpfverity/", "picocli/CommandLine");

    private ClassList() {}

    static void write(Path jar, Path list) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<JarEntry> classes = file.stream()
                    .filter(entry ->
                            entry.getName().endsWith(SUFFIX) && OWN.stream().anyMatch(entry.getName()::startsWith))
                    .toList();
            List<String> lines = new ArrayList<>();
            for (JarEntry each : classes) {
                lines.add(each.getName().substring(0, each.getName().length() - SUFFIX.length()));
                try (InputStream bytes = file.getInputStream(each)) {
                    lines.addAll(Lambdas.of(new ClassReader(bytes)));
                }
            }
            Files.write(list, lines.stream().distinct().sorted().toList());
        }
    }
}
