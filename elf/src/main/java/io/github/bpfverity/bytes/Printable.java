package io.github.bpfverity.bytes;

import java.util.HexFormat;

/**
 * Text out of files, made fit to be shown. A file may call a section anything: so that a message stays one line and
 * says nothing to a terminal, characters that do not print are shown by their number, and long texts are cut.
 */
public final class Printable {
    /** Characters kept of a text: room for long paths and for a few mangled names. */
    public static final int MAX_LENGTH = 1000;

    private static final HexFormat HEX = HexFormat.of();

    private Printable() {}

    /** The text, shorter and plainer where it has to be. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder();
        int length = Math.min(text.length(), MAX_LENGTH);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (prints(c)) {
                out.append(c);
            } else {
                out.append("\\u").append(HEX.toHexDigits(c));
            }
        }
        return length < text.length() ? out.append('…').toString() : out.toString();
    }

    /** The text, with its end cut off if it is long; all characters stay as they are. */
    public static String cut(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + '…';
    }

    private static boolean prints(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
