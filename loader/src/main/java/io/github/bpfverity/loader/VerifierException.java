package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.BpfCommand;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that the verifier refused.
 *
 * <p>The message names the program, the C line and the end of the verifier's log; {@link #fullLog} has all of it.
 */
public final class VerifierException extends BpfCallException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String program;
    private final String fullLog;
    private final @Nullable String sourceLine;

    VerifierException(
            int errno, String place, String hint, String program, String fullLog, @Nullable String sourceLine) {
        super(BpfCommand.PROG_LOAD, errno, place, hint);
        this.program = program;
        this.fullLog = fullLog;
        this.sourceLine = sourceLine;
    }

    /** The program's name. */
    public String program() {
        return program;
    }

    /** All that the verifier wrote. */
    public String fullLog() {
        return fullLog;
    }

    /** {@code file.c:12: text} of the instruction it stopped at, if that is known. */
    public Optional<String> sourceLine() {
        return Optional.ofNullable(sourceLine);
    }
}
