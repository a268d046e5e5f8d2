package io.github.bpfverity.cli.tasks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who answers requests. */
public interface Desk {
    /**
     * Does what is asked, soon: others wait meanwhile.
     *
     * @param request a verb and its arguments
     * @return the lines of the reply
     * @throws TaskException to refuse
     */
    List<String> answer(List<String> request);

    /**
     * Begins to tell what happens, if that is what the request is for.
     *
     * @param wake is to be run when something has happened
     * @return null for a request that has an answer
     * @throws TaskException to refuse
     */
    default @Nullable Feed follow(List<String> request, Runnable wake) {
        return null;
    }
}
