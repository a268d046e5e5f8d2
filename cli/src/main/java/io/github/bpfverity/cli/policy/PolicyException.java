package io.github.bpfverity.cli.policy;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/** A policy that cannot be used. The message has a line for each problem: {@code FILE:LINE: what is wrong}. */
public final class PolicyException extends Exception {
    /** More would hide the first ones. */
    private static final int MOST_LINES = 20;

    @Serial
    private static final long serialVersionUID = 1L;

    /** What sort of problem it is. */
    public enum Kind {
        /** What was asked for makes no sense. */
        USAGE,
        /** Something in a file is wrong. */
        BAD_DATA,
        /** A file is missing or cannot be read. */
        NO_INPUT,
        /** Others than root could have written it, or its signature is not that of the key. */
        NOT_TRUSTED,
        /** Reading failed. */
        INPUT_OUTPUT
    }

    private final Kind kind;

    PolicyException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What sort of problem it is. */
    public Kind kind() {
        return kind;
    }

    /** Returns if there is nothing wrong in the files. */
    static void requireNone(List<String> problems) throws PolicyException {
        if (problems.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(problems.subList(0, Math.min(MOST_LINES, problems.size())));
        if (problems.size() > MOST_LINES) {
            lines.add("and " + (problems.size() - MOST_LINES) + " more such lines");
        }
        throw new PolicyException(Kind.BAD_DATA, String.join("\n", lines));
    }
}
