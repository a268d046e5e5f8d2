package io.github.bpfverity.loader.link;

import io.github.bpfverity.loader.spec.ObjectSpec;

/** Fits an object to a kernel without a system call. */
public final class Linker {
    private Linker() {}

    /**
     * Links every program of {@code object} that is to be loaded.
     *
     * @throws LinkException if something the object needs is missing or contradictory
     */
    public static LinkedObject link(ObjectSpec object, LinkEnvironment kernel) {
        throw new UnsupportedOperationException();
    }
}
