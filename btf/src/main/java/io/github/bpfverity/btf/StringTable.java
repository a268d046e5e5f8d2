package io.github.bpfverity.btf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Strings to be written, each once, after those of a base. Where the strings are that it begins with is found out only
 * when one is asked for that nobody remembers: most copies change none.
 */
final class StringTable {
    private final Map<String, Integer> offsets = new HashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final @Nullable StringBlock base;
    private final byte[] block;
    private final int start;
    private boolean indexed;

    /** Begins with a block of NUL-terminated strings, whose offsets stay as they are. */
    StringTable(@Nullable StringBlock base, byte[] block) {
        this.base = base;
        this.block = block;
        this.start = base == null ? 0 : base.end();
        bytes.writeBytes(block);
        offsets.put("", 0);
    }

    /** Has a string that is there already be found at this one of the places where it is. */
    void remember(String text, int offset) {
        offsets.putIfAbsent(text, offset);
    }

    private void index() {
        indexed = true;
        if (base != null) {
            index(base, 0, base.end());
        }
        int from = 0;
        for (int at = 0; at < block.length; at++) {
            if (block[at] == 0) {
                offsets.putIfAbsent(new String(block, from, at - from, StandardCharsets.UTF_8), start + from);
                from = at + 1;
            }
        }
    }

    private void index(StringBlock base, int from, int end) {
        while (from < end) {
            String text = base.get(from);
            offsets.putIfAbsent(text, from);
            from += base.lengthOf(from) + 1;
        }
    }

    /** The offset of a string, appended if it is not there yet. */
    int offset(String text) {
        if (!indexed && !offsets.containsKey(text)) {
            index();
        }
        return offsets.computeIfAbsent(text, this::append);
    }

    private int append(String text) {
        int offset = start + bytes.size();
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
        return offset;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
