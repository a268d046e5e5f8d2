package io.github.bpfverity.cli.tasks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much of a caller has to be listed. */
public enum Scope {
    /** Its executable alone. */
    EXE,
    /** All code that it has mapped, and nobody may have tampered with it. */
    PROCESS;

    /** The name as users write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of a name that a user wrote; empty if there is none. */
    public static Optional<Scope> of(String label) {
        return Arrays.stream(values())
                .filter(scope -> scope.label().equals(label))
                .findFirst();
    }
}
