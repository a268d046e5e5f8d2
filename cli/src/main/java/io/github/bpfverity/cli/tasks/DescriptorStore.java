package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.loader.kernel.Fd;
import java.util.Optional;

/** Where a process leaves a descriptor for the one that is started in its place. */
public interface DescriptorStore {
    /** What an earlier process left; to be closed by the caller. */
    Optional<Fd> inherited();

    /**
     * Leaves a descriptor, which stays open here.
     *
     * @return false where there is no such store
     * @throws TaskException if it does not take it
     */
    boolean leave(Fd descriptor);
}
