package io.github.bpfverity.elf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.bytes.NameBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dynamic section, {@code Elf64_Dyn[]}, found by the program header that points to it. */
final class DynamicSection {
    static final long DT_NEEDED = 1;
    static final long DT_SONAME = 14;
    static final long DT_RPATH = 15;
    static final long DT_RUNPATH = 29;

    private static final long DT_NULL = 0;
    private static final long DT_STRTAB = 5;
    private static final long DT_STRSZ = 10;
    private static final long DT_FLAGS_1 = 0x6fff_fffbL;
    private static final long DF_1_NODEFLIB = 0x800;
    private static final int ENTRY_SIZE = 16;

    private final Map<Long, List<String>> strings;
    private final boolean noDefaults;

    private DynamicSection(Map<Long, List<String>> strings, boolean noDefaults) {
        this.strings = strings;
        this.noDefaults = noDefaults;
    }

    private record Entry(long at, long tag, long value) {}

    /** Reads the section; a file that has none asks for nothing. */
    static DynamicSection read(ProgramHeaders segments) throws FormatException {
        ProgramHeaders.Segment segment =
                segments.single(ProgramHeaders.PT_DYNAMIC).orElse(null);
        if (segment == null) {
            return new DynamicSection(Map.of(), false);
        }
        // By address, as the dynamic linker finds it in memory.
        ByteReader dynamic = segments.at(segment.address(), segment.fileSize(), "PT_DYNAMIC");
        List<Entry> entries = entries(dynamic);
        long flags = last(entries, DT_FLAGS_1).map(Entry::value).orElse(0L);
        return new DynamicSection(strings(segments, dynamic, entries), (flags & DF_1_NODEFLIB) != 0);
    }

    private static List<Entry> entries(ByteReader dynamic) throws FormatException {
        List<Entry> entries = new ArrayList<>();
        while (dynamic.remaining() >= ENTRY_SIZE) {
            Entry entry = new Entry(dynamic.position(), dynamic.u64(), dynamic.u64());
            if (entry.tag() == DT_NULL) {
                return entries;
            }
            entries.add(entry);
        }
        throw dynamic.fail("no DT_NULL at the end");
    }

    private static Map<Long, List<String>> strings(ProgramHeaders segments, ByteReader dynamic, List<Entry> entries)
            throws FormatException {
        Map<Long, List<String>> found = new LinkedHashMap<>();
        ByteReader table = null;
        NameBudget budget = null;
        for (Entry entry : entries) {
            if (isString(entry.tag())) {
                if (table == null || budget == null) {
                    table = stringTable(segments, dynamic, entries);
                    budget = new NameBudget(table.size());
                }
                String text = table.cString(entry.value());
                budget.spend(text.length(), table, entry.value());
                found.computeIfAbsent(entry.tag(), tag -> new ArrayList<>()).add(text);
            }
        }
        return found;
    }

    private static boolean isString(long tag) {
        return tag == DT_NEEDED || tag == DT_SONAME || tag == DT_RPATH || tag == DT_RUNPATH;
    }

    private static ByteReader stringTable(ProgramHeaders segments, ByteReader dynamic, List<Entry> entries)
            throws FormatException {
        Entry address = last(entries, DT_STRTAB).orElseThrow(() -> dynamic.failAt(0, "names and no DT_STRTAB"));
        Entry size = last(entries, DT_STRSZ).orElseThrow(() -> dynamic.failAt(0, "names and no DT_STRSZ"));
        return segments.at(address.value(), size.value(), "DT_STRTAB");
    }

    /** Where a tag that may be there once is repeated, the dynamic linker takes the last. */
    private static Optional<Entry> last(List<Entry> entries, long tag) {
        return entries.stream().filter(entry -> entry.tag() == tag).reduce((first, second) -> second);
    }

    List<String> strings(long tag) {
        return strings.getOrDefault(tag, List.of());
    }

    Optional<String> string(long tag) {
        return strings(tag).stream().reduce((first, second) -> second);
    }

    boolean hasNoDefaults() {
        return noDefaults;
    }
}
