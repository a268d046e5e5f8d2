package io.github.bpfverity.kerneltests;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** {@code cli.jar attach} as its own process, from before it attaches until it has ended. */
public final class Gatekeeper implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ATTACHED = "Attached program to bpf(), ctrl-c to exit...";

    private final Process process;
    private final Path output;

    private Gatekeeper(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Attaches; returns when the gate is closed to all but the arguments' files. */
    public static Gatekeeper attach(Object... arguments) {
        Gatekeeper gatekeeper = start(arguments);
        try {
            gatekeeper.await(START, ATTACHED::equals);
            return gatekeeper;
        } catch (Throwable failure) {
            gatekeeper.close();
            throw failure;
        }
    }

    private static Gatekeeper start(Object... arguments) {
        try {
            Path output = Files.createTempFile("gatekeeper", ".txt");
            List<String> command = Cli.command("attach");
            Arrays.stream(arguments).map(Object::toString).forEach(command::add);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Gatekeeper(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed so far. */
    public List<String> lines() {
        try {
            return new ArrayList<>(
                    Arrays.asList(new String(Files.readAllBytes(output), StandardCharsets.UTF_8).split("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line that fits, waited for. */
    public String await(Predicate<String> fits) {
        return await(PATIENCE, fits);
    }

    private String await(Duration patience, Predicate<String> fits) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            boolean ended = !process.isAlive();
            for (String line : lines()) {
                if (fits.test(line)) {
                    return line;
                }
            }
            if (ended || System.nanoTime() > deadline) {
                throw new AssertionError((ended ? "the gatekeeper ended" : "no such line after " + patience)
                        + "; it printed:\n" + String.join("\n", lines()));
            }
            pause();
        }
    }

    public long pid() {
        return process.pid();
    }

    public void signal(String name) {
        Ran.succeeding("/bin/kill", "-" + name, Long.toString(pid()));
    }

    /** Sends a signal and waits for the end; returns the exit status. */
    public int endBy(String signal) {
        signal(signal);
        return waitForEnd();
    }

    private int waitForEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), SECONDS)) {
                throw new AssertionError("the gatekeeper did not end; it printed:\n" + String.join("\n", lines()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Ends it by force; its link, and with it the gate, goes. */
    @Override
    public void close() {
        process.destroyForcibly();
        waitForEnd();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
