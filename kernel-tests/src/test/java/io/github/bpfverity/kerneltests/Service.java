package io.github.bpfverity.kerneltests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** {@code cli.jar attach} as a service of the program {@code store}, which starts it again when it is killed. */
public final class Service implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final String STARTED = "store: started ";

    private final Process manager;
    private final Path output;

    private Service(Process manager, Path output) {
        this.manager = manager;
        this.output = output;
    }

    /** Starts it; returns when the gate is attached. */
    public static Service attach(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Programs.path("store"), folder.resolve("notify").toString()));
        command.addAll(Cli.command("attach"));
        command.addAll(Arrays.asList(arguments));
        Path output = folder.resolve("service.txt");
        try {
            Service service = new Service(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start(),
                    output);
            service.await(1, "Attached program");
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that keeps the gate now. */
    public long keeper() {
        return lines().stream()
                .filter(line -> line.startsWith(STARTED))
                .reduce((first, second) -> second)
                .map(line -> Long.parseLong(line.substring(STARTED.length())))
                .orElseThrow();
    }

    List<String> lines() {
        try {
            return Files.readAllLines(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for so many lines that begin with this. */
    void await(int count, String beginning) {
        await(count, "lines that begin with " + beginning, line -> line.startsWith(beginning));
    }

    private void await(int count, String what, Predicate<String> fits) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (lines().stream().filter(fits).count() < count) {
            if (System.nanoTime() > deadline || !manager.isAlive()) {
                throw new AssertionError("not " + count + " " + what + " in:\n" + String.join("\n", lines()));
            }
            Pause.briefly();
        }
    }

    /** Waits for a line that holds this. */
    void awaitWords(String words) {
        await(1, "line with " + words, line -> line.contains(words));
    }

    /** The process that starts the gatekeeper again. */
    public long manager() {
        return manager.pid();
    }

    /** Waits until a process that kept the gate has ended. */
    public void awaitEnd(long keeper) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (Files.exists(Path.of("/proc/" + keeper))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("process " + keeper + " did not end");
            }
            Pause.briefly();
        }
    }

    /** Waits until every gatekeeper that was started keeps the gate, except those that ended. */
    public void awaitRestart() {
        int starts =
                (int) lines().stream().filter(line -> line.startsWith(STARTED)).count();
        await(starts, "Attached program");
    }

    /** Kills the service's manager and the gatekeeper, in this order, so that nobody starts it again. */
    void kill() {
        long keeper = keeper();
        manager.destroyForcibly();
        Ran.command("/bin/kill", "-KILL", Long.toString(keeper));
        try {
            manager.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the gatekeeper has ended by itself. */
    int waitForEnd() {
        try {
            if (!manager.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the service did not end:\n" + String.join("\n", lines()));
            }
            return manager.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (manager.isAlive()) {
            kill();
        }
    }
}
