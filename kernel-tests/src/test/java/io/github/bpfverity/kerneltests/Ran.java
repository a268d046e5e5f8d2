package io.github.bpfverity.kerneltests;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that was run to its end.
 *
 * @param status its exit status
 * @param output what it printed on both streams
 */
public record Ran(int status, String output) {
    private static final long TIMEOUT_SECONDS = 120;

    /** Runs a program; one that takes longer than two minutes is killed and fails the test. */
    public static Ran command(String... command) {
        return command(List.of(command));
    }

    public static Ran command(List<String> command) {
        try {
            Path output = Files.createTempFile("ran", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(String.join(" ", command) + " did not end: " + Files.readString(output));
            }
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            Files.delete(output);
            return new Ran(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(String.join(" ", command) + " was interrupted", e);
        }
    }

    /** Runs a program that must succeed. */
    public static String succeeding(String... command) {
        Ran ran = command(command);
        if (ran.status != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + ran.status + ": " + ran.output);
        }
        return ran.output;
    }
}
