package io.github.bpfverity.loader;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Anything that goes wrong between a well-formed object and the kernel; the root of one family. */
public class BpfException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A failure described by {@code message}: where, what and which value. */
    public BpfException(String message) {
        super(message);
    }

    /** A failure with what caused it. */
    public BpfException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
