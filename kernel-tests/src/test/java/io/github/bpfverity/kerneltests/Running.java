package io.github.bpfverity.kerneltests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** A program while it runs, and what it has printed; closing it ends it. */
final class Running implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path output;

    private Running(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Running start(List<String> command) {
        try {
            Path output = Files.createTempFile("running", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Running(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line that fits, waited for while {@code deed} is done again and again. */
    String await(Deed deed, Predicate<String> fits) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            boolean ended = !process.isAlive();
            deed.run();
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            String line = text.lines().filter(fits).findFirst().orElse(null);
            if (line != null) {
                return line;
            }
            if (ended || System.nanoTime() > deadline) {
                throw new AssertionError(
                        (ended ? "it ended" : "no such line after " + PATIENCE) + "; it printed:\n" + text);
            }
            Thread.sleep(100);
        }
    }

    /** What a test does to be noticed. */
    interface Deed {
        Deed NOTHING = () -> {};

        void run() throws Exception;
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        process.waitFor();
        Files.delete(output);
    }
}
