package io.github.bpfverity.loader.spec;

import io.github.bpfverity.elf.Section;

/** What a section of an object is to a loader, by its name and flags. */
enum SectionKind {
    CODE,
    DATA,
    RODATA,
    BSS,
    LICENSE,
    VERSION,
    DECLARED_MAPS,
    LEGACY_MAPS,
    STRUCT_OPS,
    ARENA,
    BTF,
    BTF_EXT,
    OTHER;

    static SectionKind of(Section section) {
        if (section.name().startsWith("maps/")) {
            return LEGACY_MAPS;
        }
        return switch (section.name()) {
            case "license" -> LICENSE;
            case "version" -> VERSION;
            case ".maps" -> DECLARED_MAPS;
            case "maps" -> LEGACY_MAPS;
            case ".struct_ops", ".struct_ops.link", "?.struct_ops", "?.struct_ops.link" -> STRUCT_OPS;
            case ".addr_space.1" -> ARENA;
            case ".BTF" -> BTF;
            case ".BTF.ext" -> BTF_EXT;
            default -> byContents(section);
        };
    }

    /** What has no bytes is data that is all zeros, or nothing to a loader; code without bytes is told when read. */
    private static SectionKind byContents(Section section) {
        boolean zeros = section.type() == Section.SHT_NOBITS && !section.has(Section.SHF_EXECINSTR);
        if (zeros) {
            return isOrExtends(section.name(), ".bss") ? BSS : OTHER;
        }
        boolean progbits = section.type() == Section.SHT_PROGBITS;
        if (section.has(Section.SHF_EXECINSTR) && (progbits || section.type() == Section.SHT_NOBITS)) {
            return CODE;
        }
        if (progbits && isOrExtends(section.name(), ".data")) {
            return DATA;
        }
        return progbits && isOrExtends(section.name(), ".rodata") ? RODATA : OTHER;
    }

    private static boolean isOrExtends(String name, String base) {
        return name.startsWith(base) && (name.length() == base.length() || name.charAt(base.length()) == '.');
    }

    /** Whether an object may have only one section of this name. */
    boolean isUnique() {
        return switch (this) {
            case LICENSE, VERSION, DECLARED_MAPS, LEGACY_MAPS, STRUCT_OPS, ARENA, BTF, BTF_EXT -> true;
            case CODE, DATA, RODATA, BSS, OTHER -> false;
        };
    }
}
