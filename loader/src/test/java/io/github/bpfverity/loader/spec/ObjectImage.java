package io.github.bpfverity.loader.spec;

import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import io.github.bpfverity.loader.insn.Insn;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes BPF objects that no compiler would: sections, symbols and relocations, as told. */
final class ObjectImage {
    private static final int HEADER = 64;
    private static final int SYMBOL = 24;
    private static final int RELOCATION = 16;

    private record Part(String name, int type, long flags, byte[] bytes, long size, int link, int info, long entry) {}

    private record Entry(String name, int section, long value, long size, int type, int binding) {}

    private record Fixup(int section, long offset, int symbol) {}

    private final ByteOrder order;
    private final List<Part> parts = new ArrayList<>();
    private final List<Entry> symbols = new ArrayList<>();
    private final List<Fixup> fixups = new ArrayList<>();

    ObjectImage(ByteOrder order) {
        this.order = order;
        parts.add(new Part("", Section.SHT_NULL, 0, new byte[0], 0, 0, 0, 0));
    }

    /** The byte order of the file. */
    ByteOrder order() {
        return order;
    }

    /** Adds a section and answers its index. */
    int section(String name, int type, long flags, byte[] bytes) {
        parts.add(new Part(name, type, flags, bytes, bytes.length, 0, 0, 0));
        return parts.size() - 1;
    }

    /** Adds a section that takes no room in the file. */
    int nobits(String name, long flags, long size) {
        parts.add(new Part(name, Section.SHT_NOBITS, flags, new byte[0], size, 0, 0, 0));
        return parts.size() - 1;
    }

    /** Adds a section of code. */
    int code(String name, long... instructions) {
        return section(
                name,
                Section.SHT_PROGBITS,
                Section.SHF_ALLOC | Section.SHF_EXECINSTR,
                Insn.encode(instructions, order));
    }

    /** Adds a section of data. */
    int data(String name, byte[] bytes) {
        return section(name, Section.SHT_PROGBITS, Section.SHF_ALLOC | Section.SHF_WRITE, bytes);
    }

    /** Adds a symbol and answers its index. */
    int symbol(String name, int section, long value, long size, int type, int binding) {
        symbols.add(new Entry(name, section, value, size, type, binding));
        return symbols.size();
    }

    /** Adds a global function. */
    int function(String name, int section, long value, long size) {
        return symbol(name, section, value, size, Symbol.STT_FUNC, Symbol.STB_GLOBAL);
    }

    /** Adds a relocation of a section. */
    void relocate(int section, long offset, int symbol) {
        fixups.add(new Fixup(section, offset, symbol));
    }

    /** The file. */
    byte[] build() {
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.write(0);
        int strtab = parts.size();
        int symtab = strtab + 1;
        List<Part> all = new ArrayList<>(parts);
        byte[] table = symbolTable(strings);
        List<Part> tail = new ArrayList<>();
        tail.add(new Part(".symtab", Section.SHT_SYMTAB, 0, table, table.length, strtab, 1, SYMBOL));
        for (int section = 0; section < parts.size(); section++) {
            byte[] entries = relocations(section);
            if (entries.length > 0) {
                tail.add(new Part(
                        ".rel" + parts.get(section).name(),
                        Section.SHT_REL,
                        0,
                        entries,
                        entries.length,
                        symtab,
                        section,
                        RELOCATION));
            }
        }
        all.add(new Part(".strtab", Section.SHT_STRTAB, 0, new byte[0], 0, 0, 0, 0));
        all.addAll(tail);
        int[] names = all.stream().mapToInt(part -> name(strings, part.name())).toArray();
        byte[] text = strings.toByteArray();
        all.set(strtab, new Part(".strtab", Section.SHT_STRTAB, 0, text, text.length, 0, 0, 0));
        return write(all, names, strtab);
    }

    private byte[] symbolTable(ByteArrayOutputStream strings) {
        ByteBuffer table = ByteBuffer.allocate((symbols.size() + 1) * SYMBOL).order(order);
        table.position(SYMBOL);
        for (Entry symbol : symbols) {
            table.putInt(name(strings, symbol.name()));
            table.put((byte) (symbol.binding() << 4 | symbol.type())).put((byte) 0);
            table.putShort((short) symbol.section()).putLong(symbol.value()).putLong(symbol.size());
        }
        return table.array();
    }

    private byte[] relocations(int section) {
        ByteBuffer table = ByteBuffer.allocate(fixups.size() * RELOCATION).order(order);
        for (Fixup fixup : fixups) {
            if (fixup.section() == section) {
                table.putLong(fixup.offset()).putLong((long) fixup.symbol() << 32 | 1);
            }
        }
        byte[] used = new byte[table.position()];
        table.flip().get(used);
        return used;
    }

    private static int name(ByteArrayOutputStream strings, String name) {
        int at = strings.size();
        strings.writeBytes((name + "\0").getBytes(StandardCharsets.UTF_8));
        return at;
    }

    private byte[] write(List<Part> all, int[] names, int strtab) {
        int size = HEADER
                + all.stream().mapToInt(part -> part.bytes().length + 7 & ~7).sum();
        ByteBuffer file = ByteBuffer.allocate(size + all.size() * HEADER).order(order);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2), 1});
        file.position(16);
        file.putShort((short) ElfObject.ET_REL)
                .putShort((short) ElfObject.EM_BPF)
                .putInt(1);
        file.putLong(0).putLong(0).putLong(size).putInt(0);
        file.putShort((short) HEADER).putShort((short) 0).putShort((short) 0);
        file.putShort((short) HEADER).putShort((short) all.size()).putShort((short) strtab);
        int at = HEADER;
        for (int i = 0; i < all.size(); i++) {
            Part part = all.get(i);
            file.position(at);
            file.put(part.bytes());
            file.position(size + i * HEADER);
            file.putInt(names[i]).putInt(part.type()).putLong(part.flags()).putLong(0);
            file.putLong(i == 0 ? 0 : at)
                    .putLong(part.size())
                    .putInt(part.link())
                    .putInt(part.info());
            file.putLong(i == 0 ? 0 : 8).putLong(part.entry());
            at += part.bytes().length + 7 & ~7;
        }
        return file.array();
    }
}
