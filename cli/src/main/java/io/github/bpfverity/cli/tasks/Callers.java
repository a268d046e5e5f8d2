package io.github.bpfverity.cli.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who the processes are that decisions are about, as far as they still run. */
public interface Callers {
    /** This machine's, by {@code /proc}. */
    Callers RUNNING = Callers::link;

    /** The path of a process's executable as the process sees it; empty if it has ended or may not be looked at. */
    Optional<String> executable(int tgid);

    private static Optional<String> link(int tgid) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Integer.toUnsignedString(tgid), "exe"))
                    .toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
