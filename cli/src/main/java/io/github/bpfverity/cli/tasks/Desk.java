package io.github.bpfverity.cli.tasks;

import java.util.List;

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
}
