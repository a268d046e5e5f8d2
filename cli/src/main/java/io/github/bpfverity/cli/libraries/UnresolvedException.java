package io.github.bpfverity.cli.libraries;

import java.io.IOException;
import java.io.Serial;

/** A library that is in none of the places where the dynamic linker looks. */
public final class UnresolvedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnresolvedException(LinkedFile neededBy, String name) {
        super(neededBy.path() + ": needs " + name + ", which is in none of the places where the dynamic linker looks");
    }
}
