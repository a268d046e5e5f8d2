package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Hook;
import io.github.bpfverity.gate.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes events: thread 8 of process 7, which is {@code x} and root's, loads a program, but for what is said otherwise. */
final class AnEvent {
    private static final int THREAD = 8;

    private final Reason reason;
    private long bootNanos = 1;
    private int tgid = 7;
    private long uid;
    private long command = 5;
    private String comm = "x";
    private Optional<VerityDigest> digest = Optional.empty();
    private Hook hook = Hook.BPF;
    private long calls = 1;
    private Optional<String> path = Optional.empty();

    private AnEvent(Reason reason) {
        this.reason = reason;
    }

    static AnEvent of(Reason reason) {
        return new AnEvent(reason);
    }

    AnEvent at(long nanos) {
        bootNanos = nanos;
        return this;
    }

    AnEvent process(int number) {
        tgid = number;
        return this;
    }

    AnEvent uid(long number) {
        uid = number;
        return this;
    }

    AnEvent command(long number) {
        command = number;
        return this;
    }

    AnEvent comm(String name) {
        comm = name;
        return this;
    }

    AnEvent digest(@Nullable VerityDigest found) {
        digest = Optional.ofNullable(found);
        return this;
    }

    AnEvent hook(Hook where) {
        hook = where;
        return this;
    }

    AnEvent calls(long count) {
        calls = count;
        return this;
    }

    AnEvent path(String executable) {
        path = Optional.of(executable);
        return this;
    }

    Event made() {
        return new Event(
                bootNanos, THREAD, tgid, uid, command, reason.verdict(), reason, comm, digest, hook, calls, path);
    }
}
