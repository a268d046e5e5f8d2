package io.github.bpfverity.cli.libraries;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What ldconfig found: glibc's {@code /etc/ld.so.cache}, in the format of glibc 2.2 and later.
 *
 * <p>Source: {@code sysdeps/generic/dl-cache.h} of glibc. The format before it may come first in the same file and is
 * passed over.
 */
final class LinkerCache {
    static final LinkerCache EMPTY = new LinkerCache(Map.of());

    private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OLD_MAGIC = "ld.so-1.7.0".getBytes(StandardCharsets.US_ASCII);
    private static final int OLD_HEADER_SIZE = 16;
    private static final int OLD_COUNT_AT = 12;
    private static final int OLD_ENTRY_SIZE = 12;
    private static final int HEADER_SIZE = 48;
    private static final int COUNT_AT = 20;
    private static final int ENTRY_SIZE = 24;

    private final Map<String, List<Entry>> entries;

    private LinkerCache(Map<String, List<Entry>> entries) {
        this.entries = entries;
    }

    /**
     * One library.
     *
     * @param path where it is
     * @param forSomeProcessors whether only processors of a certain level use it ({@code glibc-hwcaps}), in place of
     *     another entry of the same name
     */
    record Entry(String path, boolean forSomeProcessors) {}

    /** Entries for a name, in the linker's order; of any machine and word size, which the files themselves tell. */
    List<Entry> find(String name) {
        return entries.getOrDefault(name, List.of());
    }

    /** Reads a cache of this machine. */
    static LinkerCache parse(byte[] bytes, String name) throws FormatException {
        ByteReader file = ByteReader.of(bytes, ByteOrder.nativeOrder(), name);
        ByteReader cache = file.slice(start(file), file.size() - start(file), "cache");
        if (!begins(cache, MAGIC)) {
            throw cache.failAt(0, "not a linker cache of a known format");
        }
        long count = cache.seek(COUNT_AT).u32();
        ByteReader table = cache.slice(HEADER_SIZE, count * ENTRY_SIZE, "entries");
        Map<String, List<Entry>> entries = new HashMap<>();
        long budget = 8L * cache.size();
        for (long i = 0; i < count; i++) {
            table.skip(4); // flags: word size and machine
            String key = cache.cString(table.u32());
            String path = cache.cString(table.u32());
            table.skip(4); // the oldest kernel that it runs on
            long processors = table.u64();
            budget -= key.length() + path.length();
            if (budget < 0) {
                throw table.fail("names overlap to more than the file's size eight times over");
            }
            entries.computeIfAbsent(key, k -> new ArrayList<>()).add(new Entry(path, processors != 0));
        }
        return new LinkerCache(entries);
    }

    private static int start(ByteReader file) throws FormatException {
        if (!begins(file, OLD_MAGIC)) {
            return 0;
        }
        long count = file.seek(OLD_COUNT_AT).u32();
        long end = OLD_HEADER_SIZE + count * OLD_ENTRY_SIZE;
        return file.seek((end + 7) / 8 * 8).position();
    }

    private static boolean begins(ByteReader file, byte[] magic) throws FormatException {
        return file.size() >= magic.length && Arrays.equals(file.seek(0).bytes(magic.length), magic);
    }
}
