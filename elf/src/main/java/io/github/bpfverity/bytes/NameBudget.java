package io.github.bpfverity.bytes;

/**
 * Keeps all names of a file together in proportion to the file. Names may share bytes (one may be another's
 * tail), so a small file can ask for any amount of text: a mebibyte without a NUL, and a symbol for each byte
 * of it, is half a tebibyte.
 */
public final class NameBudget {
    /** Linkers share tails of names, which at most doubles them; the rest is room for what nobody foresaw. */
    private static final int NAME_BYTES_PER_FILE_BYTE = 8;

    private final long total;
    private long left;

    /**
     * Allows names in proportion to a file.
     *
     * @param fileSize in bytes
     */
    public NameBudget(long fileSize) {
        total = fileSize * NAME_BYTES_PER_FILE_BYTE;
        left = total;
    }

    /**
     * Counts a name that begins at {@code offset} of {@code table}.
     *
     * @throws FormatException if all names together are more than the budget
     */
    public void spend(int length, ByteReader table, long offset) throws FormatException {
        left -= length;
        if (left < 0) {
            throw table.failAt(offset, "the names of this file overlap to more than %d bytes", total);
        }
    }
}
