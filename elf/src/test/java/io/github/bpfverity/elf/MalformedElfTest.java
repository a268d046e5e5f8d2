package io.github.bpfverity.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfImage.Part;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way a file can be broken is refused with the place, the offset, the value and what was expected. */
class MalformedElfTest {
    /** What is done with the file; most faults are found by parsing alone. */
    interface Use {
        void on(ElfObject elf) throws FormatException;
    }

    /** One broken file: the sound image, how it is broken, and what the fault says. */
    record Fault(
            String title,
            UnaryOperator<ElfImage> image,
            Consumer<ElfBytes> damage,
            Use use,
            String place,
            ToLongFunction<ElfBytes> at,
            String words) {
        Fault using(Use newUse) {
            return new Fault(title, image, damage, newUse, place, at, words);
        }

        Fault of(UnaryOperator<ElfImage> newImage) {
            return new Fault(title, newImage, damage, use, place, at, words);
        }

        @Override
        public String toString() {
            return title;
        }
    }

    private static Fault file(String title, Consumer<ElfBytes> damage, ToLongFunction<ElfBytes> at, String words) {
        return new Fault(title, image -> image, damage, elf -> {}, "test.o", at, words);
    }

    private static Fault file(String title, Consumer<ElfBytes> damage, long at, String words) {
        return file(title, damage, image -> at, words);
    }

    private static Fault in(
            String section, String title, Consumer<ElfBytes> damage, ToLongFunction<ElfBytes> at, String words) {
        return new Fault(title, image -> image, damage, elf -> {}, "test.o:" + section, at, words);
    }

    static List<Fault> faults() {
        List<Fault> all = new ArrayList<>();
        all.addAll(headerFaults());
        all.addAll(sectionTableFaults());
        all.addAll(extendedNumberingFaults());
        all.addAll(sectionFaults());
        all.addAll(symbolFaults());
        all.addAll(relocationFaults());
        all.addAll(useFaults());
        return all;
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
                        "e_shstrndx is 1, a section of type 1, expected a string table (type 3)"),
                file(
                        "first section in use",
                        b -> b.put32(b.table() + 4, 1),
                        b -> b.table() + 4,
                        "section 0: is of type 1, expected the null section"),
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
                                "section 9 (.symtab_shndx): sh_entsize is 8, expected 4"))
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

    private static List<Fault> symbolFaults() {
        return List.of(
                file(
                        "two symbol tables",
                        b -> b.put32(b.header(".strtab") + 4, Section.SHT_SYMTAB),
                        b -> b.header(".strtab") + 4,
                        "section 8 (.strtab): second section of type 2 after section 7 (.symtab)"),
                file(
                        "symbol entry size 0",
                        b -> b.put64(b.header(".symtab") + 0x38, 0),
                        b -> b.header(".symtab") + 0x38,
                        "section 7 (.symtab): sh_entsize is 0, expected 24"),
                file(
                        "symbol entry size of 32 bits",
                        b -> b.put64(b.header(".symtab") + 0x38, 16),
                        b -> b.header(".symtab") + 0x38,
                        "sh_entsize is 16, expected 24"),
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
                        "sh_link is section 3 (.data) of type 1, expected a string table (type 3)"),
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
                        "section 6 (.rellsm.s/bpf): sh_entsize is 24, expected 16"),
                file(
                        "relocations cut",
                        b -> b.put64(b.header(rel) + 0x20, 24),
                        b -> b.header(rel) + 0x20,
                        "sh_size 0x18 is not a multiple of 16"),
                file(
                        "relocations' symbols not a symbol table",
                        b -> b.put32(b.header(rel) + 0x28, 8),
                        b -> b.header(rel) + 0x28,
                        "sh_link is section 8 (.strtab) of type 3, expected the symbol table (type 2)"),
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
                                "section 4 (.bss): has no bytes in the file (type 8)")
                        .using(elf -> elf.reader(elf.sections().get(4))),
                file("bytes of nothing", b -> {}, b -> b.table() + 4, "section 0: has no bytes in the file (type 0)")
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

    @ParameterizedTest
    @MethodSource("faults")
    void isRefusedInLittleEndianFiles(Fault fault) {
        assertRefused(fault, ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isRefusedInBigEndianFiles(Fault fault) {
        assertRefused(fault, ByteOrder.BIG_ENDIAN);
    }

    private static void assertRefused(Fault fault, ByteOrder order) {
        ElfBytes file = fault.image().apply(Samples.object(order)).build();
        fault.damage().accept(file);
        FormatException e =
                catchThrowableOfType(FormatException.class, () -> fault.use().on(file.parse()));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.problem()).contains(fault.words());
        assertThat(e.place()).isEqualTo(fault.place());
        assertThat(e.offset()).as(e.getMessage()).isEqualTo(fault.at().applyAsLong(file));
    }
}
