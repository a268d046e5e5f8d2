package io.github.bpfverity.btf;

/**
 * Which source line an instruction comes from; {@code struct bpf_line_info}.
 *
 * @param insnOffset bytes from the start of the section
 * @param fileNameOffset where {@link Btf#string} has the file's name
 * @param lineOffset where {@link Btf#string} has the line's text
 * @param lineColumn line and column in one word, as in the file
 */
public record LineInfo(int insnOffset, int fileNameOffset, int lineOffset, int lineColumn) implements InsnRecord {
    /** The line, from 1. */
    public int line() {
        return lineColumn >>> 10;
    }

    /** The column, from 1; 0 if not known. */
    public int column() {
        return lineColumn & 0x3ff;
    }
}
