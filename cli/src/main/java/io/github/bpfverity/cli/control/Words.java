package io.github.bpfverity.cli.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The words of a request, as a line. */
final class Words {
    private Words() {}

    static String encode(List<String> words) {
        return String.join(" ", words.stream().map(Words::encode).toList());
    }

    private static String encode(String word) {
        StringBuilder out = new StringBuilder();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && b != '%') {
                out.append((char) b);
            } else {
                out.append('%').append(HexFormat.of().toHexDigits(b));
            }
        }
        return out.toString();
    }

    /** A text of several lines as one, for a reply. */
    static String encodeLines(String text) {
        return text.strip().replace("%", "%25").replace("\n", "%0a");
    }

    /** The text that {@link #encodeLines} was given. */
    static String decodeLines(String line) {
        return line.replace("%0a", "\n").replace("%25", "%");
    }

    /**
     * The words of a line.
     *
     * @throws IllegalArgumentException if it is not as {@link #encode} writes them
     */
    static List<String> decode(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            words.add(decodeWord(word));
        }
        return words;
    }

    private static String decodeWord(String word) {
        byte[] bytes = new byte[word.length()];
        int size = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                throw new IllegalArgumentException("character " + (int) c + " in a request");
            }
            if (c == '%') {
                if (i + 2 >= word.length()) {
                    throw new IllegalArgumentException("% without two digits in a request");
                }
                bytes[size++] = (byte) HexFormat.fromHexDigits(word, i + 1, i + 3);
                i += 2;
            } else {
                bytes[size++] = (byte) c;
            }
        }
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }
}
