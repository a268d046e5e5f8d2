package io.github.bpfverity.elf;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** A written ELF file that knows where its parts are, so that tests can break one of them. */
public final class ElfBytes {
    private final byte[] bytes;
    private final ByteBuffer view;
    private final List<String> sections;
    private final long[] offsets;
    private final int table;

    ElfBytes(byte[] bytes, ByteOrder order, List<String> sections, long[] offsets, int table) {
        this.bytes = bytes;
        this.view = ByteBuffer.wrap(bytes).order(order);
        this.sections = sections;
        this.offsets = offsets;
        this.table = table;
    }

    public byte[] bytes() {
        return bytes;
    }

    public ByteOrder order() {
        return view.order();
    }

    public int size() {
        return bytes.length;
    }

    /** A copy to break while this stays whole. */
    public ElfBytes copy() {
        return new ElfBytes(bytes.clone(), order(), sections, offsets, table);
    }

    /** The first {@code size} bytes. */
    public byte[] cut(int size) {
        return Arrays.copyOf(bytes, size);
    }

    public int sectionCount() {
        return sections.size();
    }

    /** The index of the first section of a name. */
    public int index(String section) {
        return sections.indexOf(section);
    }

    /** Where the section table begins. */
    public int table() {
        return table;
    }

    /** Where the header of a section begins. */
    public int header(String section) {
        return table + index(section) * 64;
    }

    /** Where the bytes of a section begin. */
    public int content(String section) {
        return (int) offsets[index(section)];
    }

    /** Where a symbol of .symtab begins. */
    public int symbol(int index) {
        return content(".symtab") + index * 24;
    }

    public ElfBytes put8(int at, int value) {
        view.put(at, (byte) value);
        return this;
    }

    public ElfBytes put16(int at, int value) {
        view.putShort(at, (short) value);
        return this;
    }

    public ElfBytes put32(int at, long value) {
        view.putInt(at, (int) value);
        return this;
    }

    public ElfBytes put64(int at, long value) {
        view.putLong(at, value);
        return this;
    }

    public ElfObject parse() throws FormatException {
        return ElfObject.parse(bytes, "test.o");
    }
}
