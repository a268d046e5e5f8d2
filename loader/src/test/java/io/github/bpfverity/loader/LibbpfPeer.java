package io.github.bpfverity.loader;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The C program that loads objects with the distribution's libbpf. */
final class LibbpfPeer {
    /** What the kernel says of a loaded program. */
    record Loaded(String tag, int xlatedBytes) {}

    private final Path program;

    private LibbpfPeer(Path program) {
        this.program = program;
    }

    /** The peer; a test is skipped where it could not be built. */
    static LibbpfPeer assumeBuilt() {
        URL built = LibbpfPeer.class.getResource("/peer/libbpf_peer");
        assumeTrue(built != null, "no peer: gcc and libbpf-dev build it");
        return new LibbpfPeer(Path.of(String.valueOf(built).substring("file:".length())));
    }

    /** The programs of an object by name, or null if libbpf does not load it. */
    @Nullable
    Map<String, Loaded> load(Path object) throws IOException, InterruptedException {
        Path output = Files.createTempFile("libbpf", ".txt");
        try {
            Process process = new ProcessBuilder(program.toString(), object.toString())
                    // No pipes: they would stay open until they are collected.
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("the peer failed on " + object);
            }
            return parse(Files.readAllLines(output));
        } finally {
            Files.delete(output);
        }
    }

    private static @Nullable Map<String, Loaded> parse(List<String> lines) {
        if (!lines.get(0).endsWith(" ok")) {
            return null;
        }
        Map<String, Loaded> programs = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ");
            programs.put(words[1], new Loaded(words[2], Integer.parseInt(words[3])));
        }
        return programs;
    }
}
