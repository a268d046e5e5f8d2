package io.github.bpfverity.elf;

/**
 * One symbol, {@code Elf64_Sym}, with its name and section looked up.
 *
 * @param index its place in the symbol table; 0 is the null symbol
 * @param name may be empty, and is for section symbols
 * @param value an offset into its section in a relocatable file, an address in a linked one
 * @param size in bytes, 0 if unknown; in a relocatable file value and size lie inside the section
 * @param type one of the {@code STT_} values, 0 to 15
 * @param binding one of the {@code STB_} values, 0 to 15
 * @param visibility one of the {@code STV_} values, 0 to 3
 * @param sectionIndex the index of an existing section, extended numbering resolved; or {@link #SHN_UNDEF},
 *     {@link #SHN_ABS} or {@link #SHN_COMMON}
 */
public record Symbol(
        int index, String name, long value, long size, int type, int binding, int visibility, int sectionIndex) {
    /** Unspecified; also what undefined symbols and labels are. */
    public static final int STT_NOTYPE = 0;

    /** A variable. */
    public static final int STT_OBJECT = 1;

    /** A function. */
    public static final int STT_FUNC = 2;

    /** A section itself; such a symbol has no name. */
    public static final int STT_SECTION = 3;

    /** The name of the source file. */
    public static final int STT_FILE = 4;

    /** Visible in its own file only. */
    public static final int STB_LOCAL = 0;

    /** Visible to all files that are linked together. */
    public static final int STB_GLOBAL = 1;

    /** As global, but may be absent or overridden. */
    public static final int STB_WEAK = 2;

    /** As the binding says. */
    public static final int STV_DEFAULT = 0;

    /** As hidden; the rest is up to the machine. */
    public static final int STV_INTERNAL = 1;

    /** Not visible to other components. */
    public static final int STV_HIDDEN = 2;

    /** Visible to other components, but not overridden by them. */
    public static final int STV_PROTECTED = 3;

    /** Not defined in this file. */
    public static final int SHN_UNDEF = 0;

    /** The value belongs to no section. The file's 0xfff1 as a signed number: 0xfff1 can be a section here. */
    public static final int SHN_ABS = (short) 0xfff1;

    /** Storage yet to be allocated; the value is its alignment. The file's 0xfff2 as a signed number. */
    public static final int SHN_COMMON = (short) 0xfff2;

    /** Whether the symbol is a place in one of this file's sections. */
    public boolean inSection() {
        return sectionIndex > 0;
    }

    /** Whether another file must define it. */
    public boolean isUndefined() {
        return sectionIndex == SHN_UNDEF;
    }
}
