package io.github.bpfverity.kerneltests.attacks;

import io.github.bpfverity.kerneltests.Ran;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A running program that calls bpf() when it is told to. */
final class Waiting implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private Waiting(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Returns when it waits. */
    static Waiting start(Path program) {
        try {
            Waiting waiting = new Waiting(new ProcessBuilder(program.toString(), "wait")
                    .redirectErrorStream(true)
                    .start());
            String greeting = waiting.output.readLine();
            if (greeting == null || !greeting.startsWith("ready")) {
                throw new AssertionError(program + " did not start: " + greeting);
            }
            return waiting;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it make its one call, with which it ends. */
    Attempt call() {
        try (var input = process.getOutputStream()) {
            input.write("go\n".getBytes(StandardCharsets.UTF_8));
            input.flush();
            StringBuilder said = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
            }
            return Attempt.of(new Ran(process.waitFor(), said.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
