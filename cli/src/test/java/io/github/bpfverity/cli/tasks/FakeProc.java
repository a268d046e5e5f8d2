package io.github.bpfverity.cli.tasks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that looks as {@code /proc} does for some processes. */
public final class FakeProc {
    private final Path folder;

    /** In a folder that is empty. */
    public FakeProc(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes it all; JUnit would warn of links that lead elsewhere. */
    public void remove() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What sees these processes. */
    public Processes processes() {
        return new Processes(folder);
    }

    /** A process with an executable and mappings: permissions and a name, a file's if it begins with a slash. */
    public void add(int pid, String executable, int tracer, List<String> mappings) {
        try {
            Path process = Files.createDirectories(folder.resolve(Integer.toString(pid)));
            Files.createSymbolicLink(process.resolve("exe"), Path.of(executable));
            Files.writeString(process.resolve("status"), "Name:\tx\nTracerPid:\t" + tracer + "\nUid:\t0\n");
            Files.createDirectory(process.resolve("map_files"));
            StringBuilder maps = new StringBuilder();
            for (int i = 0; i < mappings.size(); i++) {
                maps.append(mapping(process, i, mappings.get(i)));
            }
            Files.writeString(process.resolve("maps"), maps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mapping(Path process, int number, String mapping) throws IOException {
        String permissions = mapping.substring(0, 4);
        String name = mapping.substring(4).strip();
        String range = "7f000%d000-7f000%d800".formatted(number, number);
        boolean file = name.startsWith("/");
        if (file) {
            Files.createSymbolicLink(process.resolve("map_files").resolve(range), Path.of(name));
        }
        return range + " " + permissions + " 00000000 fe:00 " + (file ? 4711 : 0) + "                 " + name + "\n";
    }
}
