package io.github.bpfverity.loader;

import java.util.List;

/** The end of a verifier's log, where the reason is. */
final class LogTail {
    private LogTail() {}

    /** The last {@code lines} lines that say something about the program. */
    static String of(String log, int lines) {
        List<String> useful = log.lines()
                .filter(line -> !line.isBlank() && !isStatistics(line))
                .toList();
        return String.join("\n", useful.subList(Math.max(0, useful.size() - lines), useful.size()));
    }

    private static boolean isStatistics(String line) {
        return line.startsWith("processed ")
                || line.startsWith("verification time ")
                || line.startsWith("stack depth ");
    }
}
