package io.github.bpfverity.cli.tasks;

import java.util.List;
import java.util.function.Predicate;

/** A way to ask the gatekeeper that is at work. */
public interface Control {
    /**
     * Whether one is at work.
     *
     * @throws TaskException if that is not for this user to know
     */
    boolean isThere();

    /**
     * Asks it.
     *
     * @param request a verb and its arguments
     * @return the lines of its reply
     * @throws TaskException if it refuses, or there is none
     */
    List<String> ask(List<String> request);

    /**
     * Asks it for what happens, and returns when it has ended, or {@code lines} wants no more.
     *
     * @param lines receives each line of its reply, when it comes; false to end it
     * @throws TaskException if it refuses, or there is none
     */
    void follow(List<String> request, Predicate<String> lines);
}
