package io.github.bpfverity.cli.policy;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Use;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the lines of one policy file, and says of each bad one what is wrong with it. */
final class PolicyParser {
    /** A path has at most 4,096 bytes on Linux, the rest of a line 143. */
    static final int LONGEST_LINE = 8192;

    private static final int LONGEST_WORDS = 200;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final byte[] bytes;
    private final String name;
    private final List<PolicyEntry> entries = new ArrayList<>();
    private final List<String> problems;
    private int line;
    private boolean saysNothing = true;

    private PolicyParser(byte[] bytes, String name, List<String> problems) {
        this.bytes = bytes;
        this.name = name;
        this.problems = problems;
    }

    /**
     * The entries of a file, duplicates included.
     *
     * @param name the file's, for messages
     * @param problems receives {@code FILE:LINE: what is wrong} for each bad line
     */
    static List<PolicyEntry> parse(byte[] bytes, String name, List<String> problems) {
        return new PolicyParser(bytes, name, problems).entries();
    }

    private List<PolicyEntry> entries() {
        int from = 0;
        while (from < bytes.length) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            line++;
            parseLine(from, end);
            from = end + 1;
        }
        if (saysNothing) {
            line = 1;
            complain("the file is empty; one that lists nothing on purpose has a comment that says so");
        }
        return entries;
    }

    private void parseLine(int from, int end) {
        if (end - from > LONGEST_LINE) {
            saysNothing = false;
            complain("the line has more than " + LONGEST_LINE + " bytes");
            return;
        }
        String text = decode(from, end);
        if (text == null || isControlled(text)) {
            saysNothing = false;
            return;
        }
        String stripped = text.strip();
        saysNothing &= stripped.isEmpty();
        if (!stripped.isEmpty() && stripped.charAt(0) != '#') {
            parseEntry(stripped);
        }
    }

    /** The text without a byte order mark and the carriage return of a Windows line; null if there is none. */
    private @Nullable String decode(int from, int end) {
        int last = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, last - from))
                    .toString();
            boolean marked = from == 0 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
            return marked ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            complain("the line is not UTF-8");
            return null;
        }
    }

    private boolean isControlled(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\t' && Character.isISOControl(c) || c == BYTE_ORDER_MARK) {
                complain("column " + (i + 1) + ": character U+%04X does not belong in a policy".formatted((int) c)
                        + (c == 0 ? "; is the file UTF-16, or binary?" : ""));
                return true;
            }
        }
        return false;
    }

    private void parseEntry(String text) {
        String rest = text;
        String word = firstWord(rest);
        Use use = word.equals(PolicyEntry.MAPPED) ? Use.MAPPED : Use.EXECUTABLE;
        if (use == Use.MAPPED) {
            rest = rest.substring(word.length()).strip();
            word = firstWord(rest);
        }
        try {
            VerityDigest digest = VerityDigest.parse(word);
            String path = rest.substring(word.length()).strip();
            entries.add(new PolicyEntry(digest, use, path.isEmpty() ? "-" : path, name + ":" + line));
        } catch (FormatException e) {
            complain(e.problem());
        }
    }

    private static String firstWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return text.substring(0, i);
            }
        }
        return text;
    }

    private void complain(String words) {
        String shown = words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) + "..." : words;
        problems.add(name + ":" + line + ": " + shown);
    }
}
