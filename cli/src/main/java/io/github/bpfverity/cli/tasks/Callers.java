package io.github.bpfverity.cli.tasks;

import java.util.Optional;

/** Who the processes are that decisions are about, as far as they still run. */
public interface Callers {
    /** The path of a process's executable as the process sees it; empty if it has ended or may not be looked at. */
    Optional<String> executable(int tgid);
}
