package io.github.bpfverity.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes linked ELF files that have program headers and a dynamic section, and no sections at all. */
public final class LinkedImage {
    /** Where the segments' file bytes are in memory: elsewhere than in the file. */
    public static final long BASE = 0x40_0000;

    /** Where the program headers begin: the order is LOAD, DYNAMIC, INTERP. */
    public static final int HEADERS = 64;

    private static final int HEADER_SIZE = 56;
    private static final int EM_X86_64 = 62;

    private final ByteOrder order;
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private final List<long[]> entries = new ArrayList<>();
    private String interpreter = "";
    private int machine = EM_X86_64;

    private LinkedImage(ByteOrder order) {
        this.order = order;
        names.write(0);
    }

    /** A little-endian file for x86-64 that needs nothing. */
    public static LinkedImage library() {
        return new LinkedImage(ByteOrder.LITTLE_ENDIAN);
    }

    /** A file of this byte order. */
    public static LinkedImage of(ByteOrder order) {
        return new LinkedImage(order);
    }

    /** The same with an interpreter: a program. */
    public LinkedImage interpreter(String path) {
        interpreter = path;
        return this;
    }

    /** For another machine. */
    public LinkedImage machine(int number) {
        machine = number;
        return this;
    }

    /** Adds {@code DT_NEEDED}. */
    public LinkedImage needed(String name) {
        return text(DynamicSection.DT_NEEDED, name);
    }

    /** Adds {@code DT_SONAME}. */
    public LinkedImage soname(String name) {
        return text(DynamicSection.DT_SONAME, name);
    }

    /** Adds {@code DT_RPATH}. */
    public LinkedImage rpath(String folders) {
        return text(DynamicSection.DT_RPATH, folders);
    }

    /** Adds {@code DT_RUNPATH}. */
    public LinkedImage runpath(String folders) {
        return text(DynamicSection.DT_RUNPATH, folders);
    }

    /** Adds {@code DF_1_NODEFLIB}. */
    public LinkedImage withoutDefaults() {
        return entry(0x6fff_fffbL, 0x800);
    }

    /** Adds an entry of the dynamic section. */
    public LinkedImage entry(long tag, long value) {
        entries.add(new long[] {tag, value});
        return this;
    }

    private LinkedImage text(long tag, String text) {
        int at = names.size();
        names.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        names.write(0);
        return entry(tag, at);
    }

    /** Where the dynamic section begins in the file. */
    public int dynamicAt() {
        return HEADERS + HEADER_SIZE * headerCount();
    }

    private int headerCount() {
        return interpreter.isEmpty() ? 2 : 3;
    }

    /** The file. */
    public byte[] bytes() {
        int dynamicSize = 16 * (entries.size() + 3);
        int namesAt = dynamicAt() + dynamicSize;
        byte[] path = interpreter.isEmpty() ? new byte[0] : (interpreter + "\0").getBytes(StandardCharsets.UTF_8);
        int pathAt = namesAt + names.size();
        ByteBuffer file = ByteBuffer.allocate(pathAt + path.length).order(order);
        header(file);
        segment(file, ProgramHeaders.PT_LOAD, 0, file.capacity());
        segment(file, ProgramHeaders.PT_DYNAMIC, dynamicAt(), dynamicSize);
        if (path.length > 0) {
            segment(file, ProgramHeaders.PT_INTERP, pathAt, path.length);
        }
        file.putLong(5).putLong(BASE + namesAt); // DT_STRTAB
        file.putLong(10).putLong(names.size()); // DT_STRSZ
        entries.forEach(entry -> file.putLong(entry[0]).putLong(entry[1]));
        file.putLong(0).putLong(0);
        return file.put(names.toByteArray()).put(path).array();
    }

    private void header(ByteBuffer file) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2), 1});
        file.position(16);
        file.putShort((short) ElfObject.ET_DYN).putShort((short) machine).putInt(1);
        file.putLong(0).putLong(HEADERS).putLong(0).putInt(0);
        file.putShort((short) ElfHeader.SIZE).putShort((short) HEADER_SIZE).putShort((short) headerCount());
        file.position(HEADERS);
    }

    private static void segment(ByteBuffer file, int type, long offset, long size) {
        file.putInt(type).putInt(4).putLong(offset).putLong(BASE + offset).putLong(0);
        file.putLong(size).putLong(size).putLong(1);
    }
}
