package io.github.bpfverity.cli.tasks;

/** The ways in which a task fails, as a caller may want to tell them apart. Exit codes are those of sysexits.h. */
public enum Problem {
    /** The command was given something that it is not for, such as a directory for a file. EX_USAGE. */
    USAGE(64),
    /** A file is there and is not what it has to be. EX_DATAERR. */
    BAD_DATA(65),
    /** A file is missing or cannot be read. EX_NOINPUT. */
    NO_INPUT(66),
    /** This machine or file system cannot do it. EX_UNAVAILABLE. */
    UNAVAILABLE(69),
    /** A mistake in this program. EX_SOFTWARE. */
    INTERNAL(70),
    /** Reading or writing failed half-way. EX_IOERR. */
    INPUT_OUTPUT(74),
    /** The caller may not do it. EX_NOPERM. */
    NO_PERMISSION(77);

    private final int exitCode;

    Problem(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The status that the process ends with. */
    public int exitCode() {
        return exitCode;
    }
}
