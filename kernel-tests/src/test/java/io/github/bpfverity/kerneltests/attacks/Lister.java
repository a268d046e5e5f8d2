package io.github.bpfverity.kerneltests.attacks;

import java.nio.file.Path;

/** Who can change what a gate has listed while it is attached. */
interface Lister {
    void revoke(Path file);

    void allowExecutable(Path file);
}
