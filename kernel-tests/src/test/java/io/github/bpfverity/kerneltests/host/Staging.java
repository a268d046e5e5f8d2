package io.github.bpfverity.kerneltests.host;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder laid out as the machine's root: every module's classes and tests, the libraries, the runnable jars. */
final class Staging {
    private final Path folder;
    private final List<String> testRoots = new ArrayList<>();
    private final List<String> mainRoots = new ArrayList<>();

    private Staging(Path folder) {
        this.folder = folder;
    }

    static Staging of(Path root, Path folder) throws IOException {
        Staging staging = new Staging(folder);
        if (Files.exists(folder)) {
            deleteTree(folder);
        }
        Files.createDirectories(folder.resolve("tests/lib"));
        Files.createDirectories(folder.resolve("guest"));
        staging.addModules(root);
        staging.addLibraries(root);
        staging.addJar(root.resolve("cli/target/cli.jar"));
        staging.addJar(root.resolve("examples/target/examples.jar"));
        staging.addAttacks(root.resolve("kernel-tests/vm/attacks.sh"));
        return staging;
    }

    Path folder() {
        return folder;
    }

    List<String> testRoots() {
        return List.copyOf(testRoots);
    }

    String classPath() {
        return String.join(":", testRoots) + ":" + String.join(":", mainRoots) + ":/tests/lib/*";
    }

    private void addModules(Path root) throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            for (Path module : folders.sorted().toList()) {
                addClasses(module, "classes", mainRoots);
                addClasses(module, "test-classes", testRoots);
            }
        }
    }

    private void addClasses(Path module, String kind, List<String> roots) throws IOException {
        Path classes = module.resolve("target").resolve(kind);
        if (Files.isDirectory(classes)) {
            String inside = "/tests/" + kind + "/" + module.getFileName();
            copyTree(classes, folder.resolve(inside.substring(1)));
            roots.add(inside);
        }
    }

    /** The libraries this very test runs with; the project's own jars are there as classes. */
    private void addLibraries(Path root) throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath().normalize();
            if (entry.endsWith(".jar") && !path.startsWith(root) && Files.exists(path)) {
                Files.copy(path, folder.resolve("tests/lib").resolve(path.getFileName()));
            }
        }
    }

    private void addJar(Path jar) throws IOException {
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is missing: kernel tests need the jars, run mvn package -Dkernels=...");
        }
        Files.copy(jar, folder.resolve("guest").resolve(jar.getFileName()));
    }

    /** The attack programs, compiled by this machine's gcc. */
    private void addAttacks(Path compile) throws IOException {
        Process compiler = new ProcessBuilder(
                        compile.toString(), folder.resolve("guest/attacks").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (compiler.waitFor() != 0) {
                throw new IOException("the attack programs do not compile: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
