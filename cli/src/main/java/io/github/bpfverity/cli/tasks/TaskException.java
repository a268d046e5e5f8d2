package io.github.bpfverity.cli.tasks;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A failure with a message for the user: one line that says where, what, and what to do about it. */
public final class TaskException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /** A failure that begins here. */
    public TaskException(Problem problem, String message) {
        this(problem, message, null);
    }

    /** A failure that something else caused. */
    public TaskException(Problem problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** What sort of failure it is. */
    public Problem problem() {
        return problem;
    }
}
