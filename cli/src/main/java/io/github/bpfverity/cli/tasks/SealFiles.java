package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Turns fs-verity on where it is not yet, for files and for what they need, and says for each what it did. */
public final class SealFiles {
    private final VerityFiles files;
    private final NeededFiles needed;
    private final VerityParameters parameters;
    private final boolean dryRun;
    private final PrintStream out;
    private final Consumer<TaskException> failures;
    private final Set<Path> done = new HashSet<>();

    /**
     * Prepares to seal.
     *
     * @param dryRun whether to say what would be done, and do nothing
     * @param failures receives what went wrong with one file; the others are still sealed
     */
    public SealFiles(
            VerityFiles files,
            NeededFiles needed,
            VerityParameters parameters,
            boolean dryRun,
            PrintStream out,
            Consumer<TaskException> failures) {
        this.files = files;
        this.needed = needed;
        this.parameters = parameters;
        this.dryRun = dryRun;
        this.out = out;
        this.failures = failures;
    }

    /** Seals one file, once however often it is named. */
    public void seal(Path path) {
        if (done.add(path)) {
            attempt(() -> out.println(sealed(path) + " " + path));
        }
    }

    /** Seals a program, its interpreter and its libraries. */
    public void sealWithLibraries(Path program) {
        seal(program);
        attempt(() -> needed.of(program).forEach(this::seal));
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (TaskException e) {
            failures.accept(e);
        }
    }

    private String sealed(Path path) {
        Optional<VerityDigest> before = files.find(path);
        if (before.isPresent()) {
            return "sealed already " + before.get();
        }
        if (dryRun) {
            return "would seal";
        }
        files.enable(path, parameters);
        return "sealed " + files.measure(path);
    }
}
