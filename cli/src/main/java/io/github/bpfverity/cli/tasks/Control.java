package io.github.bpfverity.cli.tasks;

import java.util.List;

/** A way to ask the gatekeeper that is at work. */
public interface Control {
    /** Whether one is at work. */
    boolean isThere();

    /**
     * Asks it.
     *
     * @param request a verb and its arguments
     * @return the lines of its reply
     * @throws TaskException if it refuses, or there is none
     */
    List<String> ask(List<String> request);
}
