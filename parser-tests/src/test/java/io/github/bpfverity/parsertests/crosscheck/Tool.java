package io.github.bpfverity.parsertests.crosscheck;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Another program that reads what we read. */
final class Tool {
    private static final Path LLVM = Path.of("..", "toolchain", "target", "bin");

    private final Path program;

    private Tool(Path program) {
        this.program = program;
    }

    /** A program of the pinned LLVM. */
    static Tool llvm(String name) {
        return existing(Stream.of(LLVM.resolve(name)), name);
    }

    /** A program on the path; a test is skipped, with the reason, where it is missing. */
    static Tool installed(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return existing(Arrays.stream(path.split(":")).map(folder -> Path.of(folder, name)), name);
    }

    private static Tool existing(Stream<Path> places, String name) {
        List<Path> found = places.filter(Files::isExecutable).toList();
        assumeTrue(!found.isEmpty(), () -> name + " is not there");
        return new Tool(found.get(0));
    }

    /** Takes the lines that the program prints, one after the other. */
    interface Output {
        void read(BufferedReader lines) throws IOException;
    }

    void run(Output output, String... arguments) throws IOException, InterruptedException {
        String[] command = Stream.concat(Stream.of(program.toString()), Arrays.stream(arguments))
                .toArray(String[]::new);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            output.read(lines);
        }
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": exit " + process.exitValue());
        }
    }

    List<String> lines(String... arguments) throws IOException, InterruptedException {
        var lines = new java.util.ArrayList<String>();
        run(output -> output.lines().forEach(lines::add), arguments);
        return lines;
    }
}
