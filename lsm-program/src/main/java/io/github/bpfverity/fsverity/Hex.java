package io.github.bpfverity.fsverity;

import io.github.bpfverity.bytes.FormatException;

/** Bytes as lower-case hexadecimal text; {@code java.util.HexFormat} with faults that say where. */
final class Hex {
    private static final String DIGITS = "0123456789abcdef";

    private Hex() {}

    static String encode(byte[] bytes) {
        char[] text = new char[bytes.length * 2];
        for (int i = 0; i < bytes.length; i++) {
            text[2 * i] = DIGITS.charAt(bytes[i] >> 4 & 15);
            text[2 * i + 1] = DIGITS.charAt(bytes[i] & 15);
        }
        return new String(text);
    }

    /**
     * Decodes either case.
     *
     * @param place what the text is, for faults
     */
    static byte[] decode(String text, String place) throws FormatException {
        if (text.length() % 2 != 0) {
            throw new FormatException(place, text.length(), "an odd number of hexadecimal digits");
        }
        byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (digit(text, 2 * i, place) << 4 | digit(text, 2 * i + 1, place));
        }
        return bytes;
    }

    private static int digit(String text, int at, String place) throws FormatException {
        char c = text.charAt(at);
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw new FormatException(place, at, "'" + c + "' is not a hexadecimal digit");
        }
        return digit;
    }
}
