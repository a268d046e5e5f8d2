package io.github.bpfverity.elf;

import static io.github.bpfverity.elf.Fault.file;
import static io.github.bpfverity.elf.Fault.in;

import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way the header and the section table can be broken is refused. */
class MalformedSectionsTest {
    static Stream<Fault> faults() {
        return Stream.of(headerFaults(), sectionTableFaults(), extendedNumberingFaults(), sectionFaults())
                .flatMap(List::stream);
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

    private static List<Fault> headerFaults() {
        return List.of(
                file("bad magic", b -> b.put8(1, 'F'), 0, "begins with 0x7f464c46, expected 0x7f454c46"),
                file("32 bits", b -> b.put8(4, 1), 4, "EI_CLASS is 1, expected 2"),
                file("unknown encoding", b -> b.put8(5, 3), 5, "EI_DATA is 3, expected 1 or 2"),
                file("no encoding", b -> b.put8(5, 0), 5, "EI_DATA is 0, expected 1 or 2"),
                file("unknown ident version", b -> b.put8(6, 0), 6, "EI_VERSION is 0, expected 1"),
                file("unknown version", b -> b.put32(0x14, 0xffffffffL), 0x14, "e_version is 4294967295, expected 1"),
                file("odd header size", b -> b.put16(0x34, 52), 0x34, "e_ehsize is 52, expected 64"));
    }

    private static List<Fault> sectionTableFaults() {
        return List.of(
                file("odd section header size", b -> b.put16(0x3a, 40), 0x3a, "e_shentsize is 40, expected 64"),
                file(
                        "section table past the file",
                        b -> b.put64(0x28, b.size() + 1),
                        0x28,
                        "section table of 1 entries at"),
                file("section table at its end", b -> b.put64(0x28, b.size() - 63), 0x28, "lies outside the file"),
                file("section table offset negative", b -> b.put64(0x28, -64), 0x28, "at 0xffffffffffffffc0 lies"),
                file("more sections than fit", b -> b.put16(0x3c, 11), 0x28, "section table of 11 entries at"),
                file("sections but no table", b -> b.put64(0x28, 0), 0x3c, "e_shnum is 10, expected 0"),
                file(
                        "name table out of range",
                        b -> b.put16(0x3e, 10),
                        0x3e,
                        "e_shstrndx is 10, expected less than 10"),
                file(
                        "name table of another type",
                        b -> b.put16(0x3e, 1),
                        0x3e,
                        "e_shstrndx is 1, a section of type 0x1, expected a string table (type 0x3)"),
                file(
                        "first section in use",
                        b -> b.put32(b.table() + 4, 1),
                        b -> b.table() + 4,
                        "section 0: is of type 0x1, expected the null section"),
                file(
                        "section name out of range",
                        b -> b.put32(b.header(".data"), 0x1000),
                        b -> b.header(".data"),
                        "section 3: sh_name 0x1000 is outside the string table"),
                file(
                        "section name beyond 31 bits",
                        b -> b.put32(b.header(".data"), -1),
                        b -> b.header(".data"),
                        "section 3: sh_name 0xffffffff is outside the string table"),
                file(
                        "section name without a table",
                        b -> b.put16(0x3e, 0),
                        b -> b.header(".text"),
                        "section 1: sh_name 0x1 is outside the string table (0x0 bytes)"),
                in(
                        "section 9",
                        "section names unterminated",
                        b -> b.put64(b.header(".shstrtab") + 0x20, 5),
                        b -> 4,
                        "the string table does not end in a NUL"));
    }

    private static List<Fault> extendedNumberingFaults() {
        return Stream.of(
                        file(
                                "extended count 0",
                                b -> b.put64(b.table() + 0x20, 0),
                                b -> b.table() + 0x20,
                                "e_shnum and the sh_size of section 0 are both 0"),
                        file(
                                "extended count past the file",
                                b -> b.put64(b.table() + 0x20, 12),
                                b -> 0x28,
                                "section table of 12 entries at"),
                        file(
                                "extended count overflowing",
                                b -> b.put64(b.table() + 0x20, 1L << 58 | 1),
                                b -> 0x28,
                                "section table of 288230376151711745 entries"),
                        file(
                                "extended count negative",
                                b -> b.put64(b.table() + 0x20, -1),
                                b -> 0x28,
                                "section table of 18446744073709551615 entries"),
                        file(
                                "extended name table out of range",
                                b -> b.put32(b.table() + 0x28, 0xffffffffL),
                                b -> b.table() + 0x28,
                                "e_shstrndx is 4294967295, expected less than 11"),
                        in(
                                ".symtab",
                                "extended section of a symbol out of range",
                                b -> b.put32(b.content(".symtab_shndx") + 8, 11),
                                b -> b.symbol(2) - b.content(".symtab") + 6,
                                "symbol 2: st_shndx is 0xb, expected less than 11"),
                        in(
                                ".symtab_shndx",
                                "fewer extended sections than symbols",
                                b -> b.put64(b.header(".symtab_shndx") + 0x20, 28),
                                b -> 0,
                                "28 bytes of section indexes, expected 32"),
                        file(
                                "extended sections of odd size",
                                b -> b.put64(b.header(".symtab_shndx") + 0x38, 8),
                                b -> b.header(".symtab_shndx") + 0x38,
                                "section 9 (.symtab_shndx): sh_entsize is 0x8, expected 0x4"))
                .map(fault -> fault.of(image -> Samples.extended(image.order())))
                .toList();
    }

    private static List<Fault> sectionFaults() {
        return List.of(
                file(
                        "section past the file",
                        b -> b.put64(b.header(".data") + 0x20, b.size()),
                        b -> b.header(".data") + 0x20,
                        "section 3 (.data): sh_offset 0x70 and sh_size"),
                file(
                        "section offset past the file",
                        b -> b.put64(b.header("license") + 0x18, b.size() + 1),
                        b -> b.header("license") + 0x20,
                        "section 5 (license): sh_offset"),
                file(
                        "section offset and size overflowing",
                        b -> b.put64(b.header(".data") + 0x20, Long.MAX_VALUE),
                        b -> b.header(".data") + 0x20,
                        "and sh_size 0x7fffffffffffffff reach outside the file"),
                file(
                        "section size negative",
                        b -> b.put64(b.header(".bss") + 0x20, -1),
                        b -> b.header(".bss") + 0x20,
                        "section 4 (.bss): sh_offset 0x78 and sh_size 0xffffffffffffffff"),
                file(
                        "section offset negative",
                        b -> b.put64(b.header(".data") + 0x18, -1),
                        b -> b.header(".data") + 0x20,
                        "sh_offset 0xffffffffffffffff and sh_size 0x8 reach outside"),
                file(
                        "alignment not a power of two",
                        b -> b.put64(b.header(".data") + 0x30, 12),
                        b -> b.header(".data") + 0x30,
                        "section 3 (.data): sh_addralign 0xc is not a power of two"),
                file(
                        "overlapping sections",
                        b -> b.put64(b.header(".data") + 0x18, b.content("lsm.s/bpf") + 31),
                        b -> b.header(".data") + 0x18,
                        "section 3 (.data): sh_offset 0x6f is inside section 2 (lsm.s/bpf)"),
                file(
                        "equal sections",
                        b -> b.put64(b.header("lsm.s/bpf") + 0x18, b.content(".text")),
                        b -> b.header("lsm.s/bpf") + 0x18,
                        "section 2 (lsm.s/bpf): sh_offset 0x40 is inside section 1 (.text)"));
    }
}
