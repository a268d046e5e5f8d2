package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.Problem;
import io.github.bpfverity.cli.tasks.TaskException;
import io.github.bpfverity.loader.BpfException;
import java.io.PrintStream;

/** Turns failures into lines on standard error, as a rule one, and an exit code, in this one place. */
public final class Reporter {
    private final PrintStream err;
    private final boolean verbose;
    private int exitCode;

    /**
     * Reports to {@code err}.
     *
     * @param verbose whether stack traces follow
     */
    public Reporter(PrintStream err, boolean verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    /** Reports one failure; the first one's code stays. */
    public void report(Throwable failure) {
        Problem problem = problemOf(failure);
        messageOf(failure, problem).lines().forEach(line -> err.println("bpf-verity: " + line));
        if (verbose) {
            failure.printStackTrace(err);
        }
        if (exitCode == 0) {
            exitCode = problem.exitCode();
        }
    }

    /** 0, or the code of the first failure. */
    public int exitCode() {
        return exitCode;
    }

    private static Problem problemOf(Throwable failure) {
        return failure instanceof TaskException task ? task.problem() : Problem.INTERNAL;
    }

    private String messageOf(Throwable failure, Problem problem) {
        String message = String.valueOf(failure.getMessage()).strip();
        if (problem != Problem.INTERNAL) {
            return message;
        }
        String first = message.lines().findFirst().orElse("");
        String what =
                failure instanceof BpfException ? first : failure.getClass().getSimpleName() + ": " + first;
        return "internal error: " + what + (verbose ? "" : " (--verbose shows where)");
    }
}
