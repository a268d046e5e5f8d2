package io.github.bpfverity.cli.tasks;

import java.util.List;
import java.util.Map;

/** The process that this runs in. */
public interface ThisProcess {
    /** Its number. */
    long id();

    /**
     * From now on nobody loads an agent into this JVM: its attach mechanism, which waits for SIGQUIT to begin, never
     * hears it. Whoever is root could otherwise run code of its own as the gatekeeper. There are no thread dumps either.
     *
     * @throws TaskException if the mechanism is at work already
     */
    void refuseAgents();

    /** Its environment. */
    Map<String, String> environment();

    /**
     * Becomes another program; does not return.
     *
     * @throws TaskException if the kernel refuses
     */
    void become(String path, List<String> arguments);
}
