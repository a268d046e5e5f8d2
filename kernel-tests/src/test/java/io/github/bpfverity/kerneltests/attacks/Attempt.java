package io.github.bpfverity.kerneltests.attacks;

import io.github.bpfverity.kerneltests.Ran;
import java.util.Arrays;
import java.util.List;

/**
 * How an attack or its twin ended.
 *
 * @param output all that was printed, for a failure's message
 */
record Attempt(Ending ending, String output) {
    /** What a program's last line begins with; {@code src/test/c/attack.h}. */
    enum Ending {
        /** bpf() went through. */
        GRANTED,
        /** bpf() answered EPERM. */
        DENIED,
        /** A step before bpf() was refused. */
        STOPPED,
        /** Something else went wrong, which says nothing about the gate. */
        ERROR
    }

    /** Runs a program that says itself how it ended. */
    static Attempt run(Object... command) {
        return of(Ran.command(Arrays.stream(command).map(Object::toString).toList()));
    }

    /** As {@link #run}, the commands of a shell. */
    static Attempt ofShell(String commands) {
        return run("sh", "-c", commands);
    }

    /** What the last line of a program says; a program that was killed says nothing. */
    static Attempt of(Ran ran) {
        List<String> lines = ran.output().lines().toList();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        Ending ending = Arrays.stream(Ending.values())
                .filter(value -> last.startsWith(value.name()) && ran.status() == value.ordinal())
                .findFirst()
                .orElse(Ending.ERROR);
        return new Attempt(ending, "status " + ran.status() + ": " + ran.output());
    }

    boolean isStopped() {
        return ending == Ending.DENIED || ending == Ending.STOPPED;
    }
}
