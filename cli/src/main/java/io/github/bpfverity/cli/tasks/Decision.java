package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Event;
import java.util.Optional;

/**
 * A decision and what else is known of it.
 *
 * @param executable the path of the caller's executable, where it was still there to be asked
 */
record Decision(Event event, Optional<String> executable) {}
