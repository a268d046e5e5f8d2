package io.github.bpfverity.bytes;

import java.io.IOException;
import java.io.Serial;

/**
 * Bytes that are not what their format promises.
 *
 * <p>The message reads {@code file:section at 0xOFFSET: what is wrong}; the parts are also available one by
 * one. This is the only exception that parsing raises, whatever the bytes.
 *
 * <p>Names in the file end up in the message, which stays one line whatever they are: see {@link Printable}.
 */
public final class FormatException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String place;
    private final long offset;
    private final String problem;

    /**
     * Describes one fault.
     *
     * @param place the file and, after a colon, the section in it
     * @param offset the byte offset of the fault from the start of the place
     * @param problem what was found and what was expected
     */
    public FormatException(String place, long offset, String problem) {
        this.place = Printable.of(place);
        this.offset = offset;
        this.problem = Printable.of(problem);
    }

    @Override
    public String getMessage() {
        return "%s at 0x%x: %s".formatted(place, offset, problem);
    }

    /** The file and, after a colon, the section in it. */
    public String place() {
        return place;
    }

    /** The byte offset of the fault from the start of the place. */
    public long offset() {
        return offset;
    }

    /** What was found and what was expected, without the place. */
    public String problem() {
        return problem;
    }
}
