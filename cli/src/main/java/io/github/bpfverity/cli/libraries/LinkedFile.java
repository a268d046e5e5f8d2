package io.github.bpfverity.cli.libraries;

import io.github.bpfverity.elf.DynamicLinking;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A program or library among those that are mapped together.
 *
 * @param path where the linker found it, which is what {@code $ORIGIN} is about
 * @param real the file behind it, without symbolic links
 * @param linking what it asks for
 * @param neededBy the first that asked for it; null for the program itself
 */
record LinkedFile(
        Path path,
        Path real,
        DynamicLinking linking,
        @Nullable LinkedFile neededBy) {

    /** Whether both can be in one process. */
    boolean goesWith(DynamicLinking other) {
        return linking.machine() == other.machine() && linking.order() == other.order();
    }
}
