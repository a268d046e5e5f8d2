package io.github.bpfverity.cli.libraries;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes linker caches. */
final class CacheImage {
    static final int HEADER = 48;
    static final int ENTRY = 24;

    private record Line(String name, String path, long processors) {}

    private final List<Line> lines = new ArrayList<>();
    private int oldEntries = -1;

    CacheImage add(String name, Object path) {
        lines.add(new Line(name, path.toString(), 0));
        return this;
    }

    CacheImage addVariant(String name, Object path) {
        lines.add(new Line(name, path.toString(), 1L << 62));
        return this;
    }

    /** With the part that glibc before 2.2 read in front. */
    CacheImage afterOld(int entries) {
        oldEntries = entries;
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        int namesAt = HEADER + ENTRY * lines.size();
        ByteBuffer table = ByteBuffer.allocate(namesAt).order(ByteOrder.nativeOrder());
        table.put("glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII)).putInt(lines.size());
        table.position(HEADER);
        for (Line line : lines) {
            table.putInt(0x303).putInt(namesAt + add(names, line.name())).putInt(namesAt + add(names, line.path()));
            table.putInt(0).putLong(line.processors());
        }
        ByteBuffer old = old();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(old.array());
        all.writeBytes(table.array());
        all.writeBytes(names.toByteArray());
        return all.toByteArray();
    }

    private ByteBuffer old() {
        if (oldEntries < 0) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer old = ByteBuffer.allocate((16 + 12 * oldEntries + 7) / 8 * 8).order(ByteOrder.nativeOrder());
        return old.put("ld.so-1.7.0".getBytes(StandardCharsets.US_ASCII)).putInt(12, oldEntries);
    }

    private static int add(ByteArrayOutputStream names, String text) {
        int at = names.size();
        names.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
        return at;
    }
}
