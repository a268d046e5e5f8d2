package io.github.bpfverity.bytes;

import java.io.IOException;
import java.io.Serial;

/**
 * Bytes that are not what their format promises.
 *
 * <p>The message reads {@code file:section at 0xOFFSET: what is wrong}; the parts are also available one by
 * one. This is the only exception that parsing raises, whatever the bytes.
 *
 * <p>Names in the file end up in the message, and a file may call a section anything. So that a message stays
 * one line of text and says nothing to a terminal, characters that do not print are shown by their number
 * and long texts are cut.
 */
public final class FormatException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Characters kept of the place and of the problem: room for long paths and for a few mangled names. */
    private static final int MAX_LENGTH = 1000;

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
        this.place = printable(place);
        this.offset = offset;
        this.problem = printable(problem);
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

    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        int length = Math.min(text.length(), MAX_LENGTH);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (prints(c)) {
                out.append(c);
            } else {
                out.append("\\u%04x".formatted((int) c));
            }
        }
        return length < text.length() ? out.append('…').toString() : out.toString();
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
