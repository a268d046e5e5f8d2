package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Types to be written as BTF. Ids are given in the order of {@link #add}, from 1 or from where the base ends.
 *
 * <p>Nothing is checked here: {@link #build} parses what was written, and so finds whatever is wrong.
 */
public final class BtfBuilder {
    private final @Nullable Btf base;
    private final int firstId;
    private final int headerLength;
    private final byte[] layout;
    private final StringTable strings;
    private final List<BtfType> types = new ArrayList<>();

    private BtfBuilder(@Nullable Btf base, int headerLength, byte[] layout, StringTable strings) {
        this.base = base;
        this.firstId = base == null ? 1 : base.typeCount();
        this.headerLength = headerLength;
        this.layout = layout;
        this.strings = strings;
    }

    /** No types, standing alone. */
    public BtfBuilder() {
        this(null, BtfHeader.SHORT_LENGTH, new byte[0], new StringTable(null, new byte[1]));
    }

    /** No types, to build on those of {@code base}. */
    public static BtfBuilder splitOn(Btf base) {
        return new BtfBuilder(base, BtfHeader.SHORT_LENGTH, new byte[0], new StringTable(base.strings(), new byte[0]));
    }

    /** The types and strings of {@code btf}, at the ids and offsets that they have there. */
    public static BtfBuilder copyOf(Btf btf) {
        Btf base = btf.base().orElse(null);
        var strings = new StringTable(
                base == null ? null : base.strings(), btf.strings().own());
        var copy = new BtfBuilder(base, btf.headerLength(), btf.layoutBytes(), strings);
        for (int id = btf.firstId(); id < btf.typeCount(); id++) {
            copy.add(btf.type(id));
        }
        return copy;
    }

    /** Appends a type and answers its id. */
    public int add(BtfType type) {
        types.add(type);
        return firstId + types.size() - 1;
    }

    /** The id that the next {@link #add} will answer. */
    public int nextId() {
        return firstId + types.size();
    }

    /** The type with this id, which must be one of this builder's own. */
    public BtfType type(int id) {
        return types.get(id - firstId);
    }

    /** Puts another type in the place of the one with this id. */
    public BtfBuilder set(int id, BtfType type) {
        types.set(id - firstId, type);
        return this;
    }

    /** The offset of a string, appended if it is not there yet. */
    public int addString(String text) {
        return strings.offset(text);
    }

    /** The types as a {@code .BTF} section in one byte order. */
    public byte[] encode(ByteOrder order) {
        var writer = new TypeWriter(strings);
        types.forEach(writer::write);
        int typeSize = 4 * writer.size();
        byte[] text = strings.bytes();
        ByteBuffer out = ByteBuffer.allocate(headerLength + typeSize + layout.length + text.length)
                .order(order);
        putHeader(out, typeSize, text.length);
        out.position(headerLength);
        writer.putTo(out);
        return out.put(layout).put(text).array();
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
