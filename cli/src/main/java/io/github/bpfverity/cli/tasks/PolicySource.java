package io.github.bpfverity.cli.tasks;

import java.util.List;

/** Where a gatekeeper finds, each time that it looks, what is to be listed. */
public interface PolicySource {
    /** There is no policy beside what was named. */
    PolicySource NONE = List::of;

    /**
     * What is to be listed now.
     *
     * @throws TaskException with a line for each thing that is wrong; nothing is to be changed then
     */
    List<Listing> read();
}
