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
    public static final int SHT_NULL = 0;
    public static final int SHT_PROGBITS = 1;
    public static final int SHT_SYMTAB = 2;
    public static final int SHT_STRTAB = 3;
    public static final int SHT_RELA = 4;
    public static final int SHT_DYNAMIC = 6;
    public static final int SHT_NOTE = 7;
    public static final int SHT_NOBITS = 8;
    public static final int SHT_REL = 9;
    public static final int SHT_DYNSYM = 11;
    public static final int SHT_SYMTAB_SHNDX = 18;

    public static final long SHF_WRITE = 0x1;
    public static final long SHF_ALLOC = 0x2;
    public static final long SHF_EXECINSTR = 0x4;
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
