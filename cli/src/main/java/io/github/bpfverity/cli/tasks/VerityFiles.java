package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import java.nio.file.Path;
import java.util.Optional;

/** fs-verity as the kernel does it. All methods throw {@link TaskException}. */
public interface VerityFiles {
    /** The digest by which the kernel knows the file; empty if fs-verity is not on for it yet. */
    Optional<VerityDigest> find(Path path);

    /** As {@link #find}, where a file without a digest is a failure that says what to do. */
    default VerityDigest measure(Path path) {
        return find(path)
                .orElseThrow(() -> new TaskException(
                        Problem.BAD_DATA,
                        path + ": has no fs-verity digest yet; turn it on with 'enable " + path + "'"));
    }

    /** Turns fs-verity on, which makes the file's contents unchangeable for good. */
    void enable(Path path, VerityParameters parameters);
}
