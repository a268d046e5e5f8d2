package io.github.bpfverity.cli.tasks;

import java.util.List;
import java.util.Map;

/** The process that this runs in. */
public interface ThisProcess {
    /** Its number. */
    long id();

    /** Its environment. */
    Map<String, String> environment();

    /**
     * Becomes another program; does not return.
     *
     * @throws TaskException if the kernel refuses
     */
    void become(String path, List<String> arguments);
}
