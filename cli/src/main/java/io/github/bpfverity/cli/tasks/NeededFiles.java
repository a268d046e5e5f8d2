package io.github.bpfverity.cli.tasks;

import java.nio.file.Path;
import java.util.Set;

/** What is mapped into a program beside itself when it starts. */
public interface NeededFiles {
    /**
     * A program's interpreter and libraries, without symbolic links; empty for static programs and scripts.
     *
     * @throws TaskException if one is not to be found or cannot be read
     */
    Set<Path> of(Path program);
}
