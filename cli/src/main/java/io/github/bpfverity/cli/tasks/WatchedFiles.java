package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** {@link VerityFiles} that show how long they are at it, where a file is large and somebody watches. */
public final class WatchedFiles implements VerityFiles {
    private static final long LARGE = 64L << 20;
    private static final Duration BETWEEN = Duration.ofMillis(250);

    private final VerityFiles files;
    private final Console console;
    private final long large;

    /** Shows on {@code console} what {@code files} do. */
    public WatchedFiles(VerityFiles files, Console console) {
        this(files, console, LARGE);
    }

    WatchedFiles(VerityFiles files, Console console, long large) {
        this.files = files;
        this.console = console;
        this.large = large;
    }

    @Override
    public Optional<VerityDigest> find(Path path) {
        return files.find(path);
    }

    /** The kernel says nothing until it is done, so that there is only the time to show. */
    @Override
    public void enable(Path path, VerityParameters parameters) {
        long size = path.toFile().length();
        if (!console.watched() || size < large) {
            files.enable(path, parameters);
            return;
        }
        long began = System.nanoTime();
        try (Progress progress = new Progress(console)) {
            Thread clock = new Thread(() -> show(progress, path, size, began), "progress");
            clock.setDaemon(true);
            clock.start();
            try {
                files.enable(path, parameters);
            } finally {
                stop(clock);
            }
        }
    }

    private static void show(Progress progress, Path path, long size, long began) {
        try {
            while (true) {
                progress.show(() -> path + ": the kernel hashes " + (size >> 20) + " MiB, "
                        + Durations.words(Duration.ofNanos(System.nanoTime() - began)));
                Thread.sleep(BETWEEN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Thread clock) {
        clock.interrupt();
        try {
            clock.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
