package io.github.bpfverity.cli.tasks;

import java.nio.file.Path;

/** What a command does with each of the object files it is given. */
public interface ObjectTask extends AutoCloseable {
    /**
     * Does it with one file.
     *
     * @throws TaskException if it cannot be done with this file; others may go well
     */
    ObjectReport run(Path file);

    /** Whether {@link #run} left anything in the kernel that {@link #close} would end. */
    default boolean keepsSomething() {
        return false;
    }

    /** Gives back what {@link #run} left in the kernel for as long as the process lives. */
    @Override
    default void close() {}

    /** Makes tasks that load objects. */
    interface Loading {
        /** A task that does what the options say. */
        ObjectTask with(LoadOptions options);
    }
}
