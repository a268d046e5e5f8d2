package io.github.bpfverity.btf.core;

import java.io.Serial;

/** A CO-RE relocation that cannot be decided: the message names the type, the field and what is wrong. */
public final class CoreException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    CoreException(String message) {
        super(message);
    }
}
