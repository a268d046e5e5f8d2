package io.github.bpfverity.elf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parsed 64-bit ELF file: relocatable, executable or shared, of either byte order.
 *
 * <p>Everything is checked when it is parsed, so the sections, symbols and relocations found here are
 * consistent: names exist, indexes are in range, bytes are inside the file and belong to one section only.
 * Objects are immutable and safe to share between threads.
 */
public final class ElfObject {
    /** A relocatable file, as compilers write. */
    public static final int ET_REL = 1;

    /** A program linked to fixed addresses. */
    public static final int ET_EXEC = 2;

    /** A shared library or a program that can be anywhere. */
    public static final int ET_DYN = 3;

    /** The machine number of BPF, in {@code linux/elf-em.h}. */
    public static final int EM_BPF = 247;

    /** The longest array a JVM will surely allocate; a file is read into one. */
    private static final long MAX_FILE_SIZE = Integer.MAX_VALUE - 8;

    private final ByteReader file;
    private final ElfHeader header;
    private final SectionTable sections;
    private final List<Symbol> symbols;
    private final List<Symbol> dynamicSymbols;
    private final Map<Integer, List<Relocation>> relocations;
    private final Map<String, Section> firstByName = new HashMap<>();

    private ElfObject(
            ByteReader file,
            ElfHeader header,
            SectionTable sections,
            List<Symbol> symbols,
            List<Symbol> dynamicSymbols,
            Map<Integer, List<Relocation>> relocations) {
        this.file = file;
        this.header = header;
        this.sections = sections;
        this.symbols = symbols;
        this.dynamicSymbols = dynamicSymbols;
        this.relocations = relocations;
        sections.list().forEach(section -> firstByName.putIfAbsent(section.name(), section));
    }

    /**
     * Reads and parses a file.
     *
     * @throws FormatException if it is not a valid 64-bit ELF file
     * @throws IOException if it cannot be read
     */
    public static ElfObject read(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
        if (!file.isRegularFile()) {
            throw new FileSystemException(path.toString(), null, "not a regular file"); // it might never end
        }
        if (file.size() > MAX_FILE_SIZE) {
            throw new FormatException(
                    name, 0, "a file of %d bytes, expected at most %d".formatted(file.size(), MAX_FILE_SIZE));
        }
        return parse(Files.readAllBytes(path), name);
    }

    /**
     * Parses a file's bytes, which must not change afterwards.
     *
     * @param fileName what faults call the file
     */
    public static ElfObject parse(byte[] image, String fileName) throws FormatException {
        return parse(ByteReader.of(image, ByteOrder.LITTLE_ENDIAN, fileName));
    }

    /** As {@link #parse(byte[], String)}, for the readable bytes of a buffer. */
    public static ElfObject parse(ByteBuf image, String fileName) throws FormatException {
        return parse(ByteReader.of(image, ByteOrder.LITTLE_ENDIAN, fileName));
    }

    private static ElfObject parse(ByteReader bytes) throws FormatException {
        ElfHeader header = ElfHeader.read(bytes);
        ByteReader file = bytes.withOrder(header.order());
        boolean relocatable = header.type() == ET_REL;
        SectionTable sections = SectionTable.read(file, header);
        List<Symbol> symbols = SymbolTable.read(sections, Section.SHT_SYMTAB, relocatable);
        List<Symbol> dynamicSymbols = SymbolTable.read(sections, Section.SHT_DYNSYM, relocatable);
        Map<Integer, List<Relocation>> relocations =
                relocatable ? RelocationTable.read(sections, symbols.size()) : Map.of();
        return new ElfObject(file, header, sections, symbols, dynamicSymbols, relocations);
    }

    /**
     * Checks that this is a relocatable BPF object with symbols, and that its relocations are of the form
     * compilers emit for BPF.
     */
    public ElfObject requireBpf() throws FormatException {
        if (header.type() != ET_REL) {
            throw file.failAt(
                    ElfHeader.TYPE_AT, "e_type is %d, expected %d, a relocatable file", header.type(), ET_REL);
        }
        if (header.machine() != EM_BPF) {
            throw file.failAt(ElfHeader.MACHINE_AT, "e_machine is %d, expected %d, BPF", header.machine(), EM_BPF);
        }
        if (sections.single(Section.SHT_SYMTAB).isEmpty()) {
            throw file.failAt(
                    ElfHeader.SECTION_TABLE_AT,
                    "no symbol table among %d sections",
                    sections().size());
        }
        for (Section section : sections()) {
            if (section.type() == Section.SHT_RELA) {
                throw sections.fail(
                        section, SectionTable.TYPE_AT, "relocations with addends (RELA), expected REL for BPF");
            }
        }
        return this;
    }

    /** What faults call the file. */
    public String name() {
        return file.place();
    }

    /** The byte order of the file and of everything in it. */
    public ByteOrder order() {
        return header.order();
    }

    /** {@code e_type}, one of the {@code ET_} values. */
    public int type() {
        return header.type();
    }

    /** {@code e_machine}, such as {@link #EM_BPF}. */
    public int machine() {
        return header.machine();
    }

    /** {@code e_flags}, the machine's own. */
    public int flags() {
        return header.flags();
    }

    /** {@code e_entry}, the address where an executable starts. */
    public long entry() {
        return header.entry();
    }

    /** All sections by index, the null section included; empty if the file has no section table. */
    public List<Section> sections() {
        return sections.list();
    }

    /** The first section of that name; names may repeat. */
    public Optional<Section> section(String name) {
        return Optional.ofNullable(firstByName.get(name));
    }

    /**
     * The section of a name that has a meaning of its own and may be there once.
     *
     * @throws FormatException if several have that name
     */
    public Optional<Section> uniqueSection(String name) throws FormatException {
        Optional<Section> first = section(name);
        for (Section section : sections()) {
            if (section.name().equals(name)
                    && section.index() != first.orElseThrow().index()) {
                throw sections.fail(
                        section,
                        0,
                        "second section of this name after section %d",
                        first.get().index());
            }
        }
        return first;
    }

    /** The section in which a symbol is defined; empty for undefined, absolute and common symbols. */
    public Optional<Section> sectionOf(Symbol symbol) {
        return symbol.inSection() ? Optional.of(sections().get(symbol.sectionIndex())) : Optional.empty();
    }

    /**
     * A new reader over a section's bytes, whose faults begin {@code file:section}.
     *
     * @param section one of this object's
     * @throws FormatException if it has no bytes in the file (NOBITS) or they are compressed
     */
    public ByteReader reader(Section section) throws FormatException {
        return sections.reader(section);
    }

    /** The symbols of .symtab by index, the null symbol included; empty if there is none. */
    public List<Symbol> symbols() {
        return symbols;
    }

    /** The symbols of .dynsym by index, the null symbol included; empty if there is none. */
    public List<Symbol> dynamicSymbols() {
        return dynamicSymbols;
    }

    /**
     * What a linker or loader is to change in a section, in file order; empty if there is nothing. Always empty
     * in linked files, whose relocations are about addresses and for the dynamic linker.
     */
    public List<Relocation> relocations(Section target) {
        return relocations.getOrDefault(target.index(), List.of());
    }
}
