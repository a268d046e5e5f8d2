package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Types to be written as BTF. Ids are given in the order of {@link #add}, from 1 or from where the base ends.
 *
 * <p>Nothing is checked here: {@link #build} parses what was written, and so finds whatever is wrong.
 */
public final class BtfBuilder {
    private final @Nullable Btf base;
    /** What this began as a copy of; its types stand first, and are written as they are but for those changed. */
    private final @Nullable Btf original;

    private final int firstId;
    private final int firstAdded;
    private final int headerLength;
    private final byte[] layout;
    private final StringTable strings;
    private final Map<Integer, BtfType> changed = new HashMap<>();
    private final List<BtfType> added = new ArrayList<>();

    private BtfBuilder(
            @Nullable Btf base, @Nullable Btf original, int headerLength, byte[] layout, StringTable strings) {
        this.base = base;
        this.original = original;
        this.firstId = base == null ? 1 : base.typeCount();
        this.firstAdded = original == null ? firstId : original.typeCount();
        this.headerLength = headerLength;
        this.layout = layout;
        this.strings = strings;
    }

    /** No types, standing alone. */
    public BtfBuilder() {
        this(null, null, BtfHeader.SHORT_LENGTH, new byte[0], new StringTable(null, new byte[1]));
    }

    /** No types, to build on those of {@code base}. */
    public static BtfBuilder splitOn(Btf base) {
        return new BtfBuilder(
                base, null, BtfHeader.SHORT_LENGTH, new byte[0], new StringTable(base.strings(), new byte[0]));
    }

    /** The types and strings of {@code btf}, at the ids and offsets that they have there. */
    public static BtfBuilder copyOf(Btf btf) {
        Btf base = btf.base().orElse(null);
        var strings = new StringTable(
                base == null ? null : base.strings(), btf.strings().own());
        return new BtfBuilder(base, btf, btf.headerLength(), btf.layoutBytes(), strings);
    }

    /** Appends a type and answers its id. */
    public int add(BtfType type) {
        added.add(type);
        return nextId() - 1;
    }

    /** The id that the next {@link #add} will answer. */
    public int nextId() {
        return firstAdded + added.size();
    }

    /** The type with this id, which must be one of this builder's own. */
    public BtfType type(int id) {
        if (original == null || id >= firstAdded) {
            return added.get(id - firstAdded);
        }
        BtfType change = changed.get(Objects.checkIndex(id - firstId, firstAdded - firstId) + firstId);
        return change == null ? original.type(id) : change;
    }

    /** Puts another type in the place of the one with this id. */
    public BtfBuilder set(int id, BtfType type) {
        if (original == null || id >= firstAdded) {
            added.set(id - firstAdded, type);
            return this;
        }
        Objects.checkIndex(id - firstId, firstAdded - firstId);
        changed.put(id, type);
        if (type.name().equals(original.name(id))) {
            strings.remember(type.name(), original.nameOffset(id));
        }
        return this;
    }

    /** The offset of a string, appended if it is not there yet. */
    public int addString(String text) {
        return strings.offset(text);
    }

    /** The types as a {@code .BTF} section in one byte order. */
    public byte[] encode(ByteOrder order) {
        var writer = new TypeWriter(strings);
        writeOriginal(writer);
        added.forEach(writer::write);
        int typeSize = 4 * writer.size();
        byte[] text = strings.bytes();
        ByteBuffer out = ByteBuffer.allocate(headerLength + typeSize + layout.length + text.length)
                .order(order);
        putHeader(out, typeSize, text.length);
        out.position(headerLength);
        writer.putTo(out);
        return out.put(layout).put(text).array();
    }

    private void writeOriginal(TypeWriter writer) {
        for (int id = firstId; original != null && id < firstAdded; id++) {
            BtfType change = changed.get(id);
            if (change == null) {
                original.copyTo(writer, id);
            } else {
                writer.write(change);
            }
        }
    }

    /** Writes the types and parses the result. */
    public Btf build(ByteOrder order, String place) throws FormatException {
        ByteReader file = ByteReader.of(encode(order), order, place);
        return base == null ? Btf.parse(file) : Btf.parseSplit(file, base);
    }

    private void putHeader(ByteBuffer out, int typeSize, int stringSize) {
        out.putShort((short) BtfHeader.MAGIC).put((byte) BtfHeader.VERSION).put((byte) 0);
        out.putInt(headerLength);
        out.putInt(0).putInt(typeSize);
        out.putInt(typeSize + layout.length).putInt(stringSize);
        if (layout.length > 0) {
            out.putInt(typeSize).putInt(layout.length);
        }
    }
}
