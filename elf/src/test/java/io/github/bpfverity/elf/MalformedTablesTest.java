package io.github.bpfverity.elf;

import static io.github.bpfverity.elf.Fault.file;
import static io.github.bpfverity.elf.Fault.in;

import io.github.bpfverity.elf.ElfImage.Part;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way symbols and relocations can be broken is refused, and files that are not what they are used for. */
class MalformedTablesTest {
    static Stream<Fault> faults() {
        return Stream.of(symbolFaults(), relocationFaults(), useFaults()).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isRefusedInLittleEndianFiles(Fault fault) {
        fault.assertRefused(ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isRefusedInBigEndianFiles(Fault fault) {
        fault.assertRefused(ByteOrder.BIG_ENDIAN);
    }

    private static List<Fault> symbolFaults() {
        return List.of(
                file(
                        "two symbol tables",
                        b -> b.put32(b.header(".strtab") + 4, Section.SHT_SYMTAB),
                        b -> b.header(".strtab") + 4,
                        "section 8 (.strtab): second section of type 0x2 after section 7 (.symtab)"),
                file(
                        "symbol entry size 0",
                        b -> b.put64(b.header(".symtab") + 0x38, 0),
                        b -> b.header(".symtab") + 0x38,
                        "section 7 (.symtab): sh_entsize is 0x0, expected 0x18"),
                file(
                        "symbol entry size of 32 bits",
                        b -> b.put64(b.header(".symtab") + 0x38, 16),
                        b -> b.header(".symtab") + 0x38,
                        "sh_entsize is 0x10, expected 0x18"),
                file(
                        "symbol table cut",
                        b -> b.put64(b.header(".symtab") + 0x20, 8 * 24 - 1),
                        b -> b.header(".symtab") + 0x20,
                        "sh_size 0xbf is not a multiple of 24"),
                file(
                        "symbol table compressed",
                        b -> b.put64(b.header(".symtab") + 8, Section.SHF_COMPRESSED),
                        b -> b.header(".symtab") + 8,
                        "section 7 (.symtab): is compressed, which is not supported"),
                file(
                        "symbol names out of range",
                        b -> b.put32(b.header(".symtab") + 0x28, 10),
                        b -> b.header(".symtab") + 0x28,
                        "section 7 (.symtab): sh_link is 10, expected a section (1 to 9)"),
                file(
                        "symbol names negative",
                        b -> b.put32(b.header(".symtab") + 0x28, -1),
                        b -> b.header(".symtab") + 0x28,
                        "sh_link is 4294967295, expected a section (1 to 9)"),
                file(
                        "symbol names nowhere",
                        b -> b.put32(b.header(".symtab") + 0x28, 0),
                        b -> b.header(".symtab") + 0x28,
                        "sh_link is 0, expected a section (1 to 9)"),
                file(
                        "symbol names not a string table",
                        b -> b.put32(b.header(".symtab") + 0x28, 3),
                        b -> b.header(".symtab") + 0x28,
                        "sh_link is section 3 (.data) of type 0x1, expected a string table (type 0x3)"),
                in(
                        ".strtab",
                        "symbol names unterminated",
                        b -> b.put64(b.header(".strtab") + 0x20, 5),
                        b -> 4,
                        "the string table does not end in a NUL"),
                in(
                        ".symtab",
                        "symbol name out of range",
                        b -> b.put32(b.symbol(3), 0x10000),
                        b -> 72,
                        "symbol 3: st_name 0x10000 is outside the string table"),
                in(
                        ".symtab",
                        "symbol name at the end of the names",
                        b -> b.put32(b.symbol(3), b.content(".shstrtab") - b.content(".strtab")),
                        b -> 72,
                        "symbol 3: st_name 0x36 is outside the string table (0x36 bytes)"),
                in(
                        ".symtab",
                        "symbol's section out of range",
                        b -> b.put16(b.symbol(3) + 6, 10),
                        b -> 78,
                        "symbol 3: st_shndx is 0xa, expected less than 10, SHN_ABS or SHN_COMMON"),
                in(
                        ".symtab",
                        "symbol's section reserved",
                        b -> b.put16(b.symbol(3) + 6, 0xff00),
                        b -> 78,
                        "symbol 3: st_shndx is 0xff00"),
                in(
                        ".symtab",
                        "symbol's section elsewhere, but nowhere",
                        b -> b.put16(b.symbol(3) + 6, 0xffff),
                        b -> 78,
                        "symbol 3: st_shndx is 0xffff"),
                in(
                        ".symtab",
                        "symbol past its section",
                        b -> b.put64(b.symbol(2) + 8, 1),
                        b -> 56,
                        "symbol 2 (guard): st_value 0x1 and st_size 0x20 reach past section 2 (lsm.s/bpf) (0x20 bytes)"),
                in(
                        ".symtab",
                        "symbol past its section without bytes",
                        b -> b.put64(b.symbol(4) + 8, 5),
                        b -> 104,
                        "symbol 4 (total): st_value 0x5 and st_size 0x8 reach past section 4 (.bss)"),
                in(
                        ".symtab",
                        "symbol's end overflowing",
                        b -> b.put64(b.symbol(2) + 8, -32),
                        b -> 56,
                        "st_value 0xffffffffffffffe0 and st_size 0x20 reach past section 2"),
                in(
                                ".dynsym",
                                "address overflowing",
                                b -> b.put64(b.content(".dynsym") + 32, -16),
                                b -> 32,
                                "symbol 1 (main): st_value 0xfffffffffffffff0 and st_size 0x20 reach past")
                        .of(image -> Samples.library(image.order())));
    }

    private static List<Fault> relocationFaults() {
        String rel = ".rellsm.s/bpf";
        return List.of(
                file(
                        "relocation entry size",
                        b -> b.put64(b.header(rel) + 0x38, 24),
                        b -> b.header(rel) + 0x38,
                        "section 6 (.rellsm.s/bpf): sh_entsize is 0x18, expected 0x10"),
                file(
                        "relocations cut",
                        b -> b.put64(b.header(rel) + 0x20, 24),
                        b -> b.header(rel) + 0x20,
                        "sh_size 0x18 is not a multiple of 16"),
                file(
                        "relocations' symbols not a symbol table",
                        b -> b.put32(b.header(rel) + 0x28, 8),
                        b -> b.header(rel) + 0x28,
                        "sh_link is section 8 (.strtab) of type 0x3, expected the symbol table (type 0x2)"),
                file(
                        "relocations' symbols out of range",
                        b -> b.put32(b.header(rel) + 0x28, 10),
                        b -> b.header(rel) + 0x28,
                        "sh_link is 10, expected a section (1 to 9)"),
                file(
                        "relocated section out of range",
                        b -> b.put32(b.header(rel) + 0x2c, 10),
                        b -> b.header(rel) + 0x2c,
                        "sh_info is 10, expected a section (1 to 9)"),
                file(
                        "no relocated section",
                        b -> b.put32(b.header(rel) + 0x2c, 0),
                        b -> b.header(rel) + 0x2c,
                        "sh_info is 0, expected a section (1 to 9)"),
                file(
                        "relocated section without bytes",
                        b -> b.put32(b.header(rel) + 0x2c, 4),
                        b -> b.header(rel) + 0x2c,
                        "sh_info is section 4 (.bss), which has no bytes to relocate"),
                in(
                        rel,
                        "relocation past its section",
                        b -> b.put64(b.content(rel) + 16, 32),
                        b -> 16,
                        "relocation 1: r_offset 0x20 is outside section 2 (lsm.s/bpf) (0x20 bytes)"),
                in(
                        rel,
                        "relocation offset negative",
                        b -> b.put64(b.content(rel) + 16, -1),
                        b -> 16,
                        "relocation 1: r_offset 0xffffffffffffffff is outside section 2"),
                in(
                        rel,
                        "relocation symbol out of range",
                        b -> b.put64(b.content(rel) + 24, 8L << 32 | 1),
                        b -> 24,
                        "relocation 1: symbol index 8, expected less than 8"),
                in(
                        rel,
                        "relocation symbol negative",
                        b -> b.put64(b.content(rel) + 24, -1),
                        b -> 24,
                        "relocation 1: symbol index 4294967295, expected less than 8"));
    }

    /** Faults of files that are sound, but not for what they are used for. */
    private static List<Fault> useFaults() {
        return List.of(
                file("not relocatable", b -> b.put16(0x10, 3), 0x10, "e_type is 3, expected 1, a relocatable file")
                        .using(ElfObject::requireBpf),
                file("not for BPF", b -> b.put16(0x12, 62), 0x12, "e_machine is 62, expected 247, BPF")
                        .using(ElfObject::requireBpf),
                file("no symbol table", b -> {}, 0x28, "no symbol table among 2 sections")
                        .of(image -> ElfImage.bpf(image.order()).withoutSymbolTable())
                        .using(ElfObject::requireBpf),
                file(
                                "addends",
                                b -> {},
                                b -> b.header(".rela.text") + 4,
                                "section 7 (.rela.text): relocations with addends")
                        .of(image -> image.relocation(1, 0, 1, 1, 1))
                        .using(ElfObject::requireBpf),
                file(
                                "bytes of .bss",
                                b -> {},
                                b -> b.header(".bss") + 4,
                                "section 4 (.bss): has no bytes in the file (type 0x8)")
                        .using(elf -> elf.reader(elf.sections().get(4))),
                file("bytes of nothing", b -> {}, b -> b.table() + 4, "section 0: has no bytes in the file (type 0x0)")
                        .using(elf -> elf.reader(elf.sections().get(0))),
                file(
                                "bytes that are compressed",
                                b -> b.put64(b.header(".data") + 8, Section.SHF_COMPRESSED),
                                b -> b.header(".data") + 8,
                                "section 3 (.data): is compressed, which is not supported")
                        .using(elf -> elf.reader(elf.sections().get(3))),
                file(
                                "duplicate section",
                                b -> {},
                                b -> b.table() + 6 * 64,
                                "section 6 (license): second section of this name after section 5")
                        .of(image -> {
                            image.section(Part.data("license", (byte) 0));
                            return image;
                        })
                        .using(elf -> elf.uniqueSection("license")));
    }
}
