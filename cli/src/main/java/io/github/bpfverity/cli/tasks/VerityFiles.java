package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import java.nio.file.Path;

/** fs-verity as the kernel does it. All methods throw {@link TaskException}. */
public interface VerityFiles {
    /** The digest by which the kernel knows the file. */
    VerityDigest measure(Path path);

    /** Turns fs-verity on, which makes the file's contents unchangeable for good. */
    void enable(Path path, VerityParameters parameters);
}
