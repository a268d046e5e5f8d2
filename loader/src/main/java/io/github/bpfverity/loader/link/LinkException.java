package io.github.bpfverity.loader.link;

import io.github.bpfverity.loader.BpfException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An object that cannot be fitted to this kernel, or whose parts do not fit each other. */
public final class LinkException extends BpfException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A failure at some place, such as {@code guard.bpf.o: program guard: instruction 12 (guard.bpf.c:40: x = *y;)}.
     *
     * @param place object, program, section, instruction and source line, as far as they are known
     */
    public LinkException(String place, String problem) {
        super(place + ": " + problem);
    }

    /** A failure at some place, with what caused it. */
    public LinkException(String place, String problem, @Nullable Throwable cause) {
        super(place + ": " + problem, cause);
    }
}
