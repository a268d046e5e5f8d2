package io.github.bpfverity.loader;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A C program that loads objects with one version of libbpf. */
final class LibbpfPeer {
    private static final int TIMEOUT_SECONDS = 300;

    /** What the kernel says of a loaded program. */
    record Loaded(String tag, int xlatedBytes) {}

    private final Path program;

    private LibbpfPeer(Path program) {
        this.program = program;
    }

    /** All that could be built: with the release's libbpf, then with its backports'. */
    static List<LibbpfPeer> built() throws IOException, URISyntaxException {
        URL folder = LibbpfPeer.class.getResource("/peer");
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted(Comparator.reverseOrder()).map(LibbpfPeer::new).toList();
        }
    }

    /** The programs, by name, of each object that libbpf loads. */
    Map<Path, Map<String, Loaded>> load(List<Path> objects) throws IOException, InterruptedException {
        Path output = Files.createTempFile("libbpf", ".txt");
        try {
            List<String> command = new ArrayList<>(List.of(program.toString()));
            objects.forEach(object -> command.add(object.toString()));
            Process process = new ProcessBuilder(command)
                    // No pipes: they would stay open until they are collected.
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(this + " failed after " + Files.readString(output));
            }
            return parse(Files.readAllLines(output));
        } finally {
            Files.delete(output);
        }
    }

    private static Map<Path, Map<String, Loaded>> parse(List<String> lines) {
        Map<Path, Map<String, Loaded>> objects = new LinkedHashMap<>();
        Map<String, Loaded> programs = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("program")) {
                programs.put(words[1], new Loaded(words[2], Integer.parseInt(words[3])));
            } else {
                programs = new LinkedHashMap<>();
                if (words[2].equals("ok")) {
                    objects.put(Path.of(words[1]), programs);
                }
            }
        }
        return objects;
    }

    @Override
    public String toString() {
        return String.valueOf(program.getFileName());
    }
}
