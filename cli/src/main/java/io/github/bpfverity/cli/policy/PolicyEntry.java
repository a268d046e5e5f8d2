package io.github.bpfverity.cli.policy;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Use;

/**
 * A line that lists something.
 *
 * @param path where the file was found, {@code -} where that is not said; it decides nothing
 * @param place the line itself, {@code FILE:LINE}, for messages
 */
public record PolicyEntry(VerityDigest digest, Use use, String path, String place) {
    /** Marks what may only be mapped. */
    static final String MAPPED = "mapped";

    private static final int DELETE = 0x7f;

    /** A line that lists a file. */
    public static String line(VerityDigest digest, Use use, String path) {
        String mark = use == Use.MAPPED ? MAPPED + " " : "";
        return mark + digest + " " + printable(path);
    }

    /** A file's name must not begin a line of its own: control characters become question marks. */
    public static String printable(String path) {
        StringBuilder text = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            text.append(c < ' ' || c == DELETE ? '?' : c);
        }
        return text.toString();
    }
}
