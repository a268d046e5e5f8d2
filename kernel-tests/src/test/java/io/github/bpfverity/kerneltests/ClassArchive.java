package io.github.bpfverity.kerneltests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The classes of a runnable jar and its JVM, parsed once for all the starts that follow.
 *
 * <p>Made in two steps, from a list: an archive that a JVM writes as it ends lacks what was compiled for Java 5, and
 * that is picocli and ASM.
 */
final class ClassArchive {
    private static final String FILE = "/run/cli.jsa";
    private static final Path LIST = Path.of("/run/cli.classes");

    private ClassArchive() {}

    /** Runs the commands by the jar, however they end, and archives the classes that they used: the archive's file. */
    @SafeVarargs
    static String make(List<String> java, String jar, List<String>... commands) {
        try {
            TreeSet<String> classes = new TreeSet<>();
            for (List<String> command : commands) {
                List<String> recorded =
                        new ArrayList<>(Cli.words(java, "-XX:DumpLoadedClassList=" + LIST, "-jar", jar));
                recorded.addAll(command);
                Ran.command(recorded);
                classes.addAll(Files.readAllLines(LIST));
            }
            Files.write(LIST, classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Ran.command(Cli.words(
                java,
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + LIST,
                "-XX:SharedArchiveFile=" + FILE,
                "-Xlog:disable",
                "-jar",
                jar));
        return FILE;
    }
}
