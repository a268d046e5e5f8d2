package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.MerkleTree;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The digests that files have or would have with fs-verity, computed from their contents. */
public final class ComputeDigest implements Digests {
    /** Smaller ones are done before anybody looks. */
    private static final long LARGE = 256L << 20;

    private final VerityParameters parameters;
    private final Supplier<Console> console;

    /**
     * Computes with these parameters.
     *
     * @param console where progress with large files is shown; asked for only then
     */
    public ComputeDigest(VerityParameters parameters, Supplier<Console> console) {
        this.parameters = parameters;
        this.console = console;
    }

    @Override
    public VerityDigest of(Path path) {
        try {
            File file = RegularFiles.require(path);
            return file.length() < LARGE ? MerkleTree.digest(file, parameters) : ofLarge(path, file);
        } catch (IOException e) {
            throw new TaskException(Problem.INPUT_OUTPUT, path + ": " + e.getMessage(), e);
        }
    }

    private VerityDigest ofLarge(Path path, File file) throws IOException {
        AtomicLong read = new AtomicLong();
        long size = file.length();
        try (Progress progress = new Progress(console.get())) {
            return MerkleTree.digest(file, parameters, more -> {
                long sum = read.addAndGet(more);
                progress.show(() -> path + ": " + sum * 100 / size + " % hashed");
            });
        }
    }
}
