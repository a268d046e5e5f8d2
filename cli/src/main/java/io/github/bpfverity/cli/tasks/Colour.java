package io.github.bpfverity.cli.tasks;

import java.util.Map;

/** Colours the verdicts in lines about decisions. */
public final class Colour {
    private static final Map<String, String> BY_BEGINNING = Map.of(
            "denied ", "\33[31m",
            "granted ", "\33[32m",
            "would deny ", "\33[33m",
            "lost ", "\33[35m");

    private static final String END = "\33[0m";

    private Colour() {}

    /** The line, its beginning in a colour if it says how something was decided. */
    public static String of(String line) {
        for (Map.Entry<String, String> colour : BY_BEGINNING.entrySet()) {
            if (line.startsWith(colour.getKey())) {
                int end = colour.getKey().length() - 1;
                return colour.getValue() + line.substring(0, end) + END + line.substring(end);
            }
        }
        return line;
    }
}
