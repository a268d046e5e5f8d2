package io.github.bpfverity.loader.link;

/**
 * Function and line records in the layout that {@code BPF_PROG_LOAD} takes; empty where the object has none.
 *
 * @param functions {@code struct bpf_func_info} records in the object's byte order
 * @param functionRecordSize bytes in each
 * @param lines {@code struct bpf_line_info} records in the object's byte order
 * @param lineRecordSize bytes in each
 */
public record DebugInfo(byte[] functions, int functionRecordSize, byte[] lines, int lineRecordSize) {
    /** No debug information. */
    public static final DebugInfo NONE = new DebugInfo(new byte[0], 0, new byte[0], 0);

    /** The number of function records. */
    public int functionCount() {
        return functionRecordSize == 0 ? 0 : functions.length / functionRecordSize;
    }

    /** The number of line records. */
    public int lineCount() {
        return lineRecordSize == 0 ? 0 : lines.length / lineRecordSize;
    }
}
