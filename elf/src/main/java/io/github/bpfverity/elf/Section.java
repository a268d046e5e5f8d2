package io.github.bpfverity.elf;

/**
 * One section header, {@code Elf64_Shdr}, with its name looked up.
 *
 * @param index its place in the section table; 0 is the null section
 * @param name empty if the file has no section names
 * @param type one of the {@code SHT_} values, the 32 bits as they are
 * @param flags {@code SHF_} bits
 * @param address where it is mapped in a linked file, else 0
 * @param offset where its bytes begin in the file; inside the file unless it {@linkplain #hasBytes has none}
 * @param size in bytes, never negative; inside the file together with the offset if it has bytes there
 * @param link {@code sh_link}: another section's index, by type; the 32 bits as they are
 * @param info {@code sh_info}: its meaning depends on the type; the 32 bits as they are
 * @param alignment 0 or a power of two
 * @param entrySize of a table, else 0
 */
public record Section(
        int index,
        String name,
        int type,
        long flags,
        long address,
        long offset,
        long size,
        int link,
        int info,
        long alignment,
        long entrySize) {
    /** Not a section; index 0 is always this. */
    public static final int SHT_NULL = 0;

    /** Whatever the program defines: code, data, .BTF. */
    public static final int SHT_PROGBITS = 1;

    /** The symbol table; at most one. */
    public static final int SHT_SYMTAB = 2;

    /** Names, each ended by a NUL. */
    public static final int SHT_STRTAB = 3;

    /** Relocations with addends. */
    public static final int SHT_RELA = 4;

    /** What a dynamic linker needs. */
    public static final int SHT_DYNAMIC = 6;

    /** Notes, such as the build id. */
    public static final int SHT_NOTE = 7;

    /** Zeros that take no room in the file, such as .bss. */
    public static final int SHT_NOBITS = 8;

    /** Relocations without addends. */
    public static final int SHT_REL = 9;

    /** The symbols a dynamic linker needs; at most one. */
    public static final int SHT_DYNSYM = 11;

    /** Section indexes that do not fit the 16 bits of a symbol. */
    public static final int SHT_SYMTAB_SHNDX = 18;

    /** Writable when loaded. */
    public static final long SHF_WRITE = 0x1;

    /** Takes memory when loaded. */
    public static final long SHF_ALLOC = 0x2;

    /** Holds instructions. */
    public static final long SHF_EXECINSTR = 0x4;

    /** The bytes are compressed; they cannot be read here. */
    public static final long SHF_COMPRESSED = 0x800;

    /** Whether the section occupies bytes of the file; the null section and NOBITS ones such as .bss do not. */
    public boolean hasBytes() {
        return type != SHT_NULL && type != SHT_NOBITS;
    }

    /** Whether all of {@code bits} are set in the flags. */
    public boolean has(long bits) {
        return (flags & bits) == bits;
    }

    /** How faults speak of it: {@code section 3 (.text)}. */
    String label() {
        return label(index, name);
    }

    static String label(int index, String name) {
        return name.isEmpty() ? "section " + index : "section " + index + " (" + name + ")";
    }
}
