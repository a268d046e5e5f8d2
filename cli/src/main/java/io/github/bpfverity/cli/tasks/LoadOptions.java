package io.github.bpfverity.cli.tasks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of an object once it is loaded; with neither, it is unloaded again.
 *
 * @param attach whether its programs are attached to what their sections name
 * @param pins the folder on a bpffs where programs, maps and links get names, or null
 */
public record LoadOptions(boolean attach, @Nullable Path pins) {
    /** Whether something is to stay for as long as this process does. */
    public boolean staysWithProcess() {
        return attach && pins == null;
    }
}
