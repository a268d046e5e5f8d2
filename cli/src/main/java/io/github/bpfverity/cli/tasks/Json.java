package io.github.bpfverity.cli.tasks;

import java.io.PrintStream;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259) on one line, in ASCII, so that no locale spoils it. */
public final class Json {
    /** Grows when a name changes its meaning or goes; new names do not count. */
    private static final int SCHEMA = 1;

    /** Characters that are kept before they are handed on: an object may have a hundred thousand types. */
    private static final int BUFFER_SIZE = 1 << 14;

    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder text = new StringBuilder();
    private final @Nullable PrintStream out;

    private Json(@Nullable PrintStream out) {
        this.out = out;
    }

    /** A document of a kind: what {@code docs/json.md} describes, on one line. */
    public static String document(String kind, Map<String, ?> facts) {
        return of(withKind(kind, facts));
    }

    /** Prints a document and ends its line; a large one is never in memory as a whole. */
    public static void printDocument(String kind, Map<String, ?> facts, PrintStream out) {
        Json json = new Json(out);
        json.write(withKind(kind, facts));
        out.println(json.text);
    }

    private static Map<String, @Nullable Object> withKind(String kind, Map<String, ?> facts) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("kind", kind);
        document.putAll(facts);
        return document;
    }

    /** Maps become objects, collections arrays; numbers, truth values and null themselves; all else strings. */
    public static String of(@Nullable Object value) {
        Json json = new Json(null);
        json.write(value);
        return json.text.toString();
    }

    private void write(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            writeObject(map);
        } else if (value instanceof Collection<?> list) {
            writeArray(list);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            writeString(value.toString());
        }
    }

    private void writeObject(Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            writeString(String.valueOf(entry.getKey()));
            text.append(':');
            write(entry.getValue());
            separator = ",";
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private void writeArray(Collection<?> list) {
        String separator = "[";
        for (Object item : list) {
            text.append(separator);
            write(item);
            separator = ",";
            handOn();
        }
        text.append(list.isEmpty() ? "[]" : "]");
    }

    private void handOn() {
        if (out != null && text.length() >= BUFFER_SIZE) {
            out.print(text);
            text.setLength(0);
        }
    }

    private void writeString(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                text.append(c);
            } else {
                text.append("\\u").append(HEX.toHexDigits(c));
            }
        }
        text.append('"');
    }
}
