package io.github.bpfverity.parsertests.crosscheck;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code inspect} tells of a file, as {@code llvm-readelf --sections --symbols --relocations} prints it, each run
 * of spaces as one.
 */
final class ReadelfText {
    private static final List<String> FLAGS = List.of("W", "A", "X", "", "M", "S", "I", "L", "O");
    private static final long SHF_EXCLUDE = 0x80000000L;

    private ReadelfText() {}

    /** The line of one section. */
    static String section(Map<?, ?> s) {
        return words(
                "[%d] %s %s %016x %06x %06x %02x %s %d %d %d",
                s.get("index"),
                s.get("name"),
                s.get("type"),
                s.get("address"),
                s.get("offset"),
                s.get("size"),
                s.get("entrySize"),
                flags((Long) s.get("flags")),
                s.get("link"),
                s.get("info"),
                s.get("alignment"));
    }

    private static String flags(long flags) {
        StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < FLAGS.size(); bit++) {
            letters.append((flags & 1L << bit) == 0 ? "" : FLAGS.get(bit));
        }
        return letters.append((flags & SHF_EXCLUDE) == 0 ? "" : "E").toString();
    }

    /** The line of one symbol. */
    static String symbol(Map<?, ?> s) {
        return words(
                "%d: %016x %d %s %s %s %s %s",
                s.get("index"),
                s.get("value"),
                s.get("size"),
                s.get("type"),
                s.get("binding"),
                s.get("visibility"),
                s.get("section"),
                s.get("name"));
    }

    /** The line of one relocation, after the section that it changes. */
    static String relocation(Map<?, ?> r) {
        return words(
                "%s: %016x %08x%08x %016x %s",
                r.get("section"),
                r.get("offset"),
                r.get("symbol"),
                r.get("type"),
                r.get("symbolValue"),
                r.get("symbolName"));
    }

    private static String words(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).replaceAll(" +", " ").trim();
    }
}
