package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.loader.kernel.Fd;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store with what was put into it. */
public final class FakeStore implements DescriptorStore {
    /** What an earlier process left. */
    public @Nullable Fd left;

    @Override
    public Optional<Fd> inherited() {
        return Optional.ofNullable(left);
    }

    @Override
    public boolean leave(Fd descriptor) {
        left = descriptor;
        return true;
    }
}
