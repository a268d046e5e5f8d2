package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Event;
import java.util.Optional;

/**
 * A decision and what else is known of it.
 *
 * @param executable the path of the caller's executable: as /proc has it where the caller was still there, else as the
 *     caller saw it
 */
record Decision(Event event, Optional<String> executable) {}
