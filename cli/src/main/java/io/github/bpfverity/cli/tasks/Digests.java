package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import java.nio.file.Path;

/** Where a file's digest comes from: its contents or the kernel. */
public interface Digests {
    /**
     * The digest of one file.
     *
     * @throws TaskException if it has none or cannot be read
     */
    VerityDigest of(Path path);
}
