package io.github.bpfverity.elf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes 64-bit ELF files for tests, in either byte order: what is described is written, sound or not.
 *
 * <p>Sections get indexes in the order they are added, from 1; the relocation sections, {@code .symtab},
 * {@code .strtab} and {@code .shstrtab} follow them. Symbols get indexes from 1.
 */
public final class ElfImage {
    /** A section to be written. For NOBITS the content is not written and {@code size} counts. */
    public record Part(
            String name, int type, long flags, byte[] content, long size, int link, int info, long align, long entry) {
        public static Part of(String name, int type, long flags, byte... content) {
            return new Part(name, type, flags, content, content.length, 0, 0, 8, 0);
        }

        /** Code, as a BPF program is. */
        public static Part text(String name, byte... content) {
            return of(name, Section.SHT_PROGBITS, Section.SHF_ALLOC | Section.SHF_EXECINSTR, content);
        }

        /** Data that programs may write. */
        public static Part data(String name, byte... content) {
            return of(name, Section.SHT_PROGBITS, Section.SHF_ALLOC | Section.SHF_WRITE, content);
        }

        /** What only user space reads, such as .BTF. */
        public static Part info(String name, byte... content) {
            return of(name, Section.SHT_PROGBITS, 0, content);
        }

        /** Zeros that take no room in the file, such as .bss. */
        public static Part nobits(String name, long size) {
            return new Part(
                    name, Section.SHT_NOBITS, Section.SHF_ALLOC | Section.SHF_WRITE, new byte[0], size, 0, 0, 8, 0);
        }

        public Part withFlags(long newFlags) {
            return new Part(name, type, newFlags, content, size, link, info, align, entry);
        }

        public Part withAlignment(long newAlign) {
            return new Part(name, type, flags, content, size, link, info, newAlign, entry);
        }

        /** As a table of entries that refers to other sections. */
        public Part asTable(int newLink, int newInfo, long newEntry) {
            return new Part(name, type, flags, content, size, newLink, newInfo, align, newEntry);
        }
    }

    private record Reloc(long offset, int type, int symbol, long addend) {}

    private static final int SHN_LORESERVE = 0xff00;
    private static final int SHN_XINDEX = 0xffff;

    private final ByteOrder order;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Integer, List<Reloc>> rel = new LinkedHashMap<>();
    private final Map<Integer, List<Reloc>> rela = new LinkedHashMap<>();
    private final Strings names = new Strings();
    private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
    private final ByteArrayOutputStream extendedIndexes = new ByteArrayOutputStream();
    private int symbolCount;
    private int type = ElfObject.ET_REL;
    private int machine = ElfObject.EM_BPF;
    private int flags;
    private long entryPoint;
    private boolean withSymbols = true;
    private boolean extendedNumbering;

    private ElfImage(ByteOrder order) {
        this.order = order;
        parts.add(new Part("", Section.SHT_NULL, 0, new byte[0], 0, 0, 0, 0, 0));
        writeSymbol("", 0, 0, 0, 0, 0);
    }

    /** A relocatable BPF object with nothing in it yet but the symbol table's null symbol. */
    public static ElfImage bpf(ByteOrder order) {
        return new ElfImage(order);
    }

    public ByteOrder order() {
        return order;
    }

    public ElfImage header(int newType, int newMachine, int newFlags, long newEntryPoint) {
        type = newType;
        machine = newMachine;
        flags = newFlags;
        entryPoint = newEntryPoint;
        return this;
    }

    /** Leaves out .symtab and .strtab. */
    public ElfImage withoutSymbolTable() {
        withSymbols = false;
        return this;
    }

    /** Keeps the number of sections, the name table's index and all symbols' sections where large files do. */
    public ElfImage withExtendedNumbering() {
        extendedNumbering = true;
        return this;
    }

    /** Adds a section and answers its index. */
    public int section(Part part) {
        parts.add(part);
        return parts.size() - 1;
    }

    /** Adds a symbol and answers its index. */
    public int symbol(String name, int binding, int symbolType, int section, long value, long size) {
        writeSymbol(name, binding << 4 | symbolType & 0xf, 0, section, value, size);
        return symbolCount - 1;
    }

    /** Adds a symbol with a visibility and answers its index. */
    public int symbol(Symbol s) {
        writeSymbol(s.name(), s.binding() << 4 | s.type(), s.visibility(), s.sectionIndex(), s.value(), s.size());
        return symbolCount - 1;
    }

    /** A global function. */
    public int function(String name, int section, long value, long size) {
        return symbol(name, Symbol.STB_GLOBAL, Symbol.STT_FUNC, section, value, size);
    }

    /** Adds a relocation without an addend. */
    public ElfImage relocation(int section, long offset, int relocationType, int symbol) {
        rel.computeIfAbsent(section, s -> new ArrayList<>()).add(new Reloc(offset, relocationType, symbol, 0));
        return this;
    }

    /** Adds a relocation with an addend. */
    public ElfImage relocation(int section, long offset, int relocationType, int symbol, long addend) {
        rela.computeIfAbsent(section, s -> new ArrayList<>()).add(new Reloc(offset, relocationType, symbol, addend));
        return this;
    }

    /** Lays the file out. */
    public ElfBytes build() {
        List<Part> all = new ArrayList<>(parts);
        int symtab = parts.size() + rel.size() + rela.size();
        rel.forEach((section, list) -> all.add(relocations(section, list, symtab, false)));
        rela.forEach((section, list) -> all.add(relocations(section, list, symtab, true)));
        if (withSymbols) {
            all.add(Part.of(".symtab", Section.SHT_SYMTAB, 0, symbols.toByteArray())
                    .asTable(symtab + 1, 1, 24));
            all.add(Part.of(".strtab", Section.SHT_STRTAB, 0, names.bytes()).withAlignment(1));
            if (extendedNumbering) {
                all.add(Part.of(".symtab_shndx", Section.SHT_SYMTAB_SHNDX, 0, extendedIndexes.toByteArray())
                        .asTable(symtab, 0, 4));
            }
        }
        Strings sectionNames = new Strings();
        all.forEach(part -> sectionNames.add(part.name()));
        sectionNames.add(".shstrtab");
        all.add(Part.of(".shstrtab", Section.SHT_STRTAB, 0, sectionNames.bytes())
                .withAlignment(1));
        return write(all, sectionNames);
    }

    private Part relocations(int section, List<Reloc> list, int symtab, boolean withAddend) {
        int size = withAddend ? 24 : 16;
        ByteBuffer out = ByteBuffer.allocate(list.size() * size).order(order);
        for (Reloc r : list) {
            out.putLong(r.offset()).putLong((long) r.symbol() << 32 | r.type() & 0xffffffffL);
            if (withAddend) {
                out.putLong(r.addend());
            }
        }
        String name = (withAddend ? ".rela" : ".rel") + parts.get(section).name();
        return Part.of(name, withAddend ? Section.SHT_RELA : Section.SHT_REL, 0, out.array())
                .asTable(symtab, section, size);
    }

    private ElfBytes write(List<Part> all, Strings sectionNames) {
        long[] offsets = new long[all.size()];
        long end = 64;
        for (int i = 1; i < offsets.length; i++) {
            long align = Math.min(Math.max(all.get(i).align(), 1), 4096); // a promise for memory, not for the file
            offsets[i] = (end + align - 1) / align * align;
            end = offsets[i] + all.get(i).content().length;
        }
        long table = (end + 7) / 8 * 8;
        ByteBuffer out = ByteBuffer.allocate((int) table + all.size() * 64).order(order);
        writeHeader(out, table, all.size());
        for (int i = 0; i < offsets.length; i++) {
            out.position((int) offsets[i]);
            if (i > 0) {
                out.put(all.get(i).content());
            }
            out.position((int) table + i * 64);
            Part part = i == 0 && extendedNumbering ? numbering(all.size()) : all.get(i);
            writeSectionHeader(out, sectionNames.add(part.name()), part, offsets[i]);
        }
        return new ElfBytes(out.array(), order, all.stream().map(Part::name).toList(), offsets, (int) table);
    }

    /** The null section of a file with more sections than its header can say. */
    private static Part numbering(int count) {
        return new Part("", Section.SHT_NULL, 0, new byte[0], count, count - 1, 0, 0, 0);
    }

    private void writeHeader(ByteBuffer out, long table, int count) {
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2), 1});
        out.position(16);
        out.putShort((short) type).putShort((short) machine).putInt(1).putLong(entryPoint);
        out.putLong(0).putLong(table).putInt(flags);
        out.putShort((short) 64).putShort((short) 0).putShort((short) 0).putShort((short) 64);
        out.putShort((short) (extendedNumbering ? 0 : count));
        out.putShort((short) (extendedNumbering ? SHN_XINDEX : count - 1));
    }

    private static void writeSectionHeader(ByteBuffer out, int name, Part part, long offset) {
        out.putInt(name).putInt(part.type()).putLong(part.flags()).putLong(0).putLong(offset);
        out.putLong(part.size()).putInt(part.link()).putInt(part.info());
        out.putLong(part.align()).putLong(part.entry());
    }

    private void writeSymbol(String name, int info, int other, int section, long value, long size) {
        boolean extended = section > 0 && (extendedNumbering || section >= SHN_LORESERVE);
        ByteBuffer out = ByteBuffer.allocate(24).order(order);
        out.putInt(names.add(name)).put((byte) info).put((byte) other);
        out.putShort((short) (extended ? SHN_XINDEX : section)).putLong(value).putLong(size);
        symbols.writeBytes(out.array());
        extendedIndexes.writeBytes(ByteBuffer.allocate(4)
                .order(order)
                .putInt(extended ? section : 0)
                .array());
        symbolCount++;
    }

    /** A string table in the making; equal names are kept once. */
    private static final class Strings {
        private final Map<String, Integer> offsets = new LinkedHashMap<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private Strings() {
            add("");
        }

        private int add(String text) {
            return offsets.computeIfAbsent(text, t -> {
                int at = bytes.size();
                bytes.writeBytes(t.getBytes(UTF_8));
                bytes.write(0);
                return at;
            });
        }

        private byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
