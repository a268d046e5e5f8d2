package io.github.bpfverity.kerneltests.inside;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * One line on the serial port that carries results out of the machine. A line is sent when a test starts and
 * when it ends, so that a machine that dies shows which test it was in.
 *
 * @param event what happened
 * @param test  the test's name: its class, then its display names
 * @param detail the failure with its stack trace, or why the test was skipped; empty otherwise
 */
public record TestRecord(Event event, String test, String detail) {

    /** What a line says. {@code FINISHED} ends a run; its detail is the number of tests that ended. */
    public enum Event {
        STARTED,
        PASSED,
        FAILED,
        SKIPPED,
        FINISHED
    }

    private static final String MARK = "bpf-verity-test";

    /** One line without its end. Texts are base64: nothing in them can break a line. */
    public String encode() {
        return String.join(" ", MARK, event.name(), base64(test), base64(detail), ".");
    }

    /** Reads a line; empty for a line that is not a whole record. */
    public static Optional<TestRecord> decode(String line) {
        String[] words = line.strip().split(" ");
        if (words.length != 5 || !words[0].equals(MARK) || !words[4].equals(".")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TestRecord(Event.valueOf(words[1]), text(words[2]), text(words[3])));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static String base64(String text) {
        // "=" alone stands for the empty text, which would leave no word.
        return text.isEmpty() ? "=" : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String word) {
        return word.equals("=") ? "" : new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
    }
}
