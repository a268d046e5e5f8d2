package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.loader.kernel.Fd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A supervisor that remembers what it heard, with a store for what is put into it. */
public final class FakeSupervisor implements Supervisor {
    /** What an earlier process left. */
    public @Nullable Fd left;

    /** What it was told, in order. */
    final List<String> heard = new ArrayList<>();

    @Nullable
    Duration patience;

    boolean isGone;

    @Override
    public Optional<Fd> inherited() {
        return Optional.ofNullable(left);
    }

    @Override
    public boolean leave(Fd descriptor) {
        left = descriptor;
        return true;
    }

    @Override
    public void ready() {
        hear("ready");
    }

    @Override
    public void reloading() {
        hear("reloading");
    }

    @Override
    public void stopping() {
        hear("stopping");
    }

    @Override
    public Optional<Duration> patience() {
        return Optional.ofNullable(patience);
    }

    @Override
    public void alive() {
        hear("alive");
    }

    private void hear(String words) {
        if (isGone) {
            throw new TaskException(Problem.INPUT_OUTPUT, "nobody there");
        }
        heard.add(words);
    }
}
