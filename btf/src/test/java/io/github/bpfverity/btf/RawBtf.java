package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** BTF written word by word, so that any of it can be wrong. Blocks follow the header: types, layout, strings. */
final class RawBtf {
    final ByteOrder order;
    int magic = 0xeb9f;
    int version = 1;
    int flags;
    /** What the header says of itself; the bytes of it are this many, but at least 24. */
    int headerLength = 24;

    Integer typeOffset;
    Integer typeLength;
    Integer stringOffset;
    Integer stringLength;
    Integer layoutOffset;
    Integer layoutLength;
    byte[] headerExtra = new byte[0];
    byte[] strings = "\0name\0int\0".getBytes(StandardCharsets.ISO_8859_1);
    final List<Integer> layout = new ArrayList<>();
    private final List<Integer> words = new ArrayList<>();

    RawBtf(ByteOrder order) {
        this.order = order;
    }

    static final int NAME = 1;
    static final int INT_NAME = 6;

    static int info(int kind, int vlen) {
        return kind << 24 | vlen;
    }

    RawBtf type(int name, int info, int sizeOrType, int... rest) {
        words.add(name);
        words.add(info);
        words.add(sizeOrType);
        return more(rest);
    }

    RawBtf more(int... rest) {
        for (int word : rest) {
            words.add(word);
        }
        return this;
    }

    /** Adds {@code int}: four bytes, signed. */
    RawBtf anInt() {
        return type(INT_NAME, info(1, 0), 4, 1 << 24 | 32);
    }

    RawBtf strings(String text) {
        strings = text.getBytes(StandardCharsets.ISO_8859_1);
        return this;
    }

    /** Uses the 32-byte header. */
    RawBtf longHeader() {
        headerLength = 32;
        return this;
    }

    RawBtf layoutEntry(int infoSize, int elementSize) {
        int bytes = order == ByteOrder.LITTLE_ENDIAN ? infoSize | elementSize << 8 : infoSize << 24 | elementSize << 16;
        layout.add(bytes);
        return this;
    }

    /** Layout entries for all known kinds, which are there but not looked at. */
    RawBtf knownLayout() {
        for (int kind = 0; kind < 20; kind++) {
            layoutEntry(0, 0);
        }
        return this;
    }

    byte[] bytes() {
        var header =
                ByteBuffer.allocate(Math.max(24, Math.min(headerLength, 256))).order(order);
        int typeSize = 4 * words.size();
        int layoutSize = 4 * layout.size();
        header.putShort((short) magic).put((byte) version).put((byte) flags).putInt(headerLength);
        header.putInt(or(typeOffset, 0)).putInt(or(typeLength, typeSize));
        header.putInt(or(stringOffset, typeSize + layoutSize)).putInt(or(stringLength, strings.length));
        if (header.remaining() >= 8) {
            header.putInt(or(layoutOffset, typeSize)).putInt(or(layoutLength, layoutSize));
        }
        header.put(headerExtra);
        var out = new ByteArrayOutputStream();
        out.writeBytes(header.array());
        out.writeBytes(toBytes(words));
        out.writeBytes(toBytes(layout));
        out.writeBytes(strings);
        return out.toByteArray();
    }

    ByteReader reader() {
        return ByteReader.of(bytes(), ByteOrder.LITTLE_ENDIAN, "x.o:.BTF");
    }

    Btf parse() throws FormatException {
        return Btf.parse(reader());
    }

    Btf parseSplit(Btf base) throws FormatException {
        return Btf.parseSplit(reader(), base);
    }

    private byte[] toBytes(List<Integer> list) {
        var buffer = ByteBuffer.allocate(4 * list.size()).order(order);
        list.forEach(buffer::putInt);
        return buffer.array();
    }

    private static int or(Integer given, int computed) {
        return given == null ? computed : given;
    }
}
