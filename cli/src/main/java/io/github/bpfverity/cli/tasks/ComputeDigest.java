package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.MerkleTree;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import java.io.IOException;
import java.nio.file.Path;

/** The digests that files have or would have with fs-verity, computed from their contents. */
public final class ComputeDigest implements Digests {
    private final VerityParameters parameters;

    /** Computes with these parameters. */
    public ComputeDigest(VerityParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public VerityDigest of(Path path) {
        try {
            return MerkleTree.digest(RegularFiles.require(path), parameters);
        } catch (IOException e) {
            throw new TaskException(Problem.INPUT_OUTPUT, path + ": " + e.getMessage(), e);
        }
    }
}
