package io.github.bpfverity.loader.kernel;

import java.io.Serial;

/**
 * A bpf() command that the kernel refused, with as much of the surroundings as the layers above knew.
 *
 * <p>The message reads from the outside in: {@code guard.bpf.o: map events: MAP_CREATE: EINVAL (invalid
 * argument): …}.
 */
public class BpfCallException extends SystemCallException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final BpfCommand command;
    private final String place;
    private final String hint;

    /** A refusal as the kernel gave it, with nothing known about the surroundings. */
    public BpfCallException(BpfCommand command, int errno) {
        this(command, errno, "", "");
    }

    /**
     * A refusal in its surroundings.
     *
     * @param place the object and the program, map or link in it, as {@code guard.bpf.o: map events}; may be
     *     empty
     * @param hint what is known about the reason; may be empty
     */
    public BpfCallException(BpfCommand command, int errno, String place, String hint) {
        super("bpf(" + command + ")", errno, message(command, errno, place, hint));
        this.command = command;
        this.place = place;
        this.hint = hint;
    }

    /** The same refusal seen from one layer further out. */
    public BpfCallException within(String outer) {
        return explained(place.isEmpty() ? outer : outer + ": " + place, hint);
    }

    /** The same refusal with what a closer look found out. */
    public BpfCallException because(String reason) {
        return explained(place, hint.isEmpty() ? reason : hint + "; " + reason);
    }

    private BpfCallException explained(String newPlace, String newHint) {
        BpfCallException copy = new BpfCallException(command, errno(), newPlace, newHint);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    /** The command that was refused. */
    public BpfCommand command() {
        return command;
    }

    /** The object and the program, map or link in it; empty where the caller gave none. */
    public String place() {
        return place;
    }

    /** What is known about the reason beyond the error number; may be empty. */
    public String hint() {
        return hint;
    }

    private static String message(BpfCommand command, int errno, String place, String hint) {
        String what = command + ": " + Errno.describe(errno);
        return (place.isEmpty() ? "" : place + ": ") + what + (hint.isEmpty() ? "" : ": " + hint);
    }
}
