package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Three files: one with fs-verity, one without, one where there is no such thing. */
public final class FakeFiles implements VerityFiles {
    /** Has fs-verity on. These exist on any machine. */
    public static final Path SEALED = Path.of("/bin/sh");

    /** Has it not. */
    public static final Path PLAIN = Path.of("/bin/ls");

    /** Lies on a file system without it. */
    public static final Path FOREIGN = Path.of("/bin/cat");

    /** What was enabled, with what. */
    public final List<String> enabled = new ArrayList<>();

    @Override
    public VerityDigest measure(Path path) {
        if (path.equals(SEALED)) {
            return new VerityDigest(HashAlgorithm.SHA256, new byte[32]);
        }
        throw path.equals(PLAIN)
                ? new TaskException(Problem.BAD_DATA, path + ": has no digest")
                : new TaskException(Problem.UNAVAILABLE, path + ": no fs-verity here");
    }

    @Override
    public void enable(Path path, VerityParameters parameters) {
        enabled.add(path + " " + parameters.algorithm().label() + " " + parameters.blockSize() + " "
                + parameters.salt().length);
    }
}
