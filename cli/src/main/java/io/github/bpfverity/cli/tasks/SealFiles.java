package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import io.github.bpfverity.gate.Use;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns fs-verity on where it is not yet, for files and for what they need, and says for each what it did. */
public final class SealFiles {
    /**
     * What became of a file.
     *
     * @param words for people
     * @param digest the file's; null if it has none yet
     */
    public record Outcome(String words, @Nullable VerityDigest digest) {}

    /** Receives outcomes. */
    public interface Report {
        /** One file is done. */
        void of(Path path, Use use, Outcome outcome);
    }

    private final VerityFiles files;
    private final NeededFiles needed;
    private final VerityParameters parameters;
    private final boolean dryRun;
    private final Report report;
    private final Consumer<TaskException> failures;
    private final Set<Path> done = new HashSet<>();

    /**
     * Prepares to seal.
     *
     * @param dryRun whether to say what would be done, and do nothing
     * @param report receives what became of each file
     * @param failures receives what went wrong with one file; the others are still sealed
     */
    public SealFiles(
            VerityFiles files,
            NeededFiles needed,
            VerityParameters parameters,
            boolean dryRun,
            Report report,
            Consumer<TaskException> failures) {
        this.files = files;
        this.needed = needed;
        this.parameters = parameters;
        this.dryRun = dryRun;
        this.report = report;
        this.failures = failures;
    }

    /** Seals one file, once however often it is named. */
    public void seal(Path path) {
        seal(path, Use.EXECUTABLE);
    }

    private void seal(Path path, Use use) {
        if (done.add(path)) {
            attempt(() -> report.of(path, use, sealed(path)));
        }
    }

    /** Seals a program, its interpreter and its libraries. */
    public void sealWithLibraries(Path program) {
        seal(program);
        attempt(() -> needed.of(program).forEach(path -> seal(path, Use.MAPPED)));
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (TaskException e) {
            failures.accept(e);
        }
    }

    private Outcome sealed(Path path) {
        Optional<VerityDigest> before = files.find(path);
        if (before.isPresent()) {
            return new Outcome("sealed already " + before.get(), before.get());
        }
        if (dryRun) {
            return new Outcome("would seal", null);
        }
        files.enable(path, parameters);
        VerityDigest digest = files.measure(path);
        return new Outcome("sealed " + digest, digest);
    }
}
