package io.github.bpfverity.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfImage.Part;
import io.netty.buffer.Unpooled;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElfObjectTest {
    static Stream<ByteOrder> orders() {
        return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsTheHeader(ByteOrder order) throws FormatException {
        ElfImage image = Samples.object(order).header(ElfObject.ET_EXEC, 0x1234, 0xdeadbeef, 0x8123456789abcdefL);
        ElfObject elf = image.build().parse();
        assertThat(elf.name()).isEqualTo("test.o");
        assertThat(elf.order()).isEqualTo(order);
        assertThat(elf.type()).isEqualTo(ElfObject.ET_EXEC);
        assertThat(elf.machine()).isEqualTo(0x1234);
        assertThat(elf.flags()).isEqualTo(0xdeadbeef);
        assertThat(elf.entry()).isEqualTo(0x8123456789abcdefL);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsSections(ByteOrder order) throws FormatException {
        ElfObject elf = Samples.object(order).build().parse();
        assertThat(elf.sections())
                .extracting(Section::name)
                .containsExactly(
                        "",
                        ".text",
                        "lsm.s/bpf",
                        ".data",
                        ".bss",
                        "license",
                        ".rellsm.s/bpf",
                        ".symtab",
                        ".strtab",
                        ".shstrtab");
        long alloc = Section.SHF_ALLOC;
        assertThat(elf.sections().get(2))
                .isEqualTo(new Section(
                        2, "lsm.s/bpf", Section.SHT_PROGBITS, alloc | Section.SHF_EXECINSTR, 0, 80, 32, 0, 0, 8, 0));
        assertThat(elf.sections().get(4))
                .isEqualTo(
                        new Section(4, ".bss", Section.SHT_NOBITS, alloc | Section.SHF_WRITE, 0, 120, 12, 0, 0, 8, 0));
        assertThat(elf.sections().get(6))
                .isEqualTo(new Section(6, ".rellsm.s/bpf", Section.SHT_REL, 0, 0, 128, 32, 7, 2, 8, 16));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsSymbols(ByteOrder order) throws FormatException {
        ElfObject elf = Samples.object(order).build().parse();
        int global = Symbol.STB_GLOBAL;
        assertThat(elf.symbols())
                .containsExactly(
                        new Symbol(0, "", 0, 0, 0, 0, 0, 0),
                        new Symbol(1, "helper", 0, 16, Symbol.STT_FUNC, Symbol.STB_LOCAL, 0, 1),
                        new Symbol(2, "guard", 0, 32, Symbol.STT_FUNC, global, 0, 2),
                        new Symbol(3, "count", 0, 8, Symbol.STT_OBJECT, global, 0, 3),
                        new Symbol(4, "total", 4, 8, Symbol.STT_OBJECT, global, 0, 4),
                        new Symbol(5, "bpf_outside", 0, 0, Symbol.STT_NOTYPE, Symbol.STB_WEAK, 0, Symbol.SHN_UNDEF),
                        new Symbol(6, "common", 8, 8, Symbol.STT_OBJECT, global, 0, Symbol.SHN_COMMON),
                        new Symbol(7, "absolute", -1, 0, Symbol.STT_FILE, Symbol.STB_LOCAL, 0, Symbol.SHN_ABS));
        assertThat(elf.dynamicSymbols()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void knowsTheSectionOfASymbol(ByteOrder order) throws FormatException {
        ElfObject elf = Samples.object(order).build().parse();
        assertThat(elf.sectionOf(elf.symbols().get(2))).contains(elf.sections().get(2));
        assertThat(elf.symbols())
                .filteredOn(Symbol::isUndefined)
                .extracting(Symbol::index)
                .containsExactly(0, 5);
        assertThat(elf.symbols().subList(5, 8)).allSatisfy(symbol -> {
            assertThat(symbol.inSection()).isFalse();
            assertThat(elf.sectionOf(symbol)).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsRelocations(ByteOrder order) throws FormatException {
        ElfImage image = Samples.object(order).relocation(3, 5, -2, 2, Long.MIN_VALUE);
        ElfObject elf = image.build().parse();
        assertThat(elf.relocations(elf.sections().get(2)))
                .containsExactly(new Relocation(0, 1, 3, 0), new Relocation(16, 10, 1, 0));
        assertThat(elf.relocations(elf.sections().get(3))).containsExactly(new Relocation(5, -2, 2, Long.MIN_VALUE));
        assertThat(elf.relocations(elf.sections().get(1))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void joinsTheRelocationsOfOneSection(ByteOrder order) throws FormatException {
        ElfObject elf = Samples.object(order).relocation(2, 8, 3, 1, 7).build().parse();
        assertThat(elf.relocations(elf.sections().get(2)))
                .containsExactly(new Relocation(0, 1, 3, 0), new Relocation(16, 10, 1, 0), new Relocation(8, 3, 1, 7));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsTheBytesOfASection(ByteOrder order) throws FormatException {
        ElfObject elf = Samples.object(order).build().parse();
        Section data = elf.section(".data").orElseThrow();
        assertThat(elf.reader(data).bytes(8)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(elf.reader(data).place()).isEqualTo("test.o:.data");
        assertThat(elf.reader(data).order()).isEqualTo(order);
        assertThat(elf.reader(data).size()).isEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsExtendedNumbering(ByteOrder order) throws FormatException {
        ElfObject small = Samples.object(order).build().parse();
        ElfObject extended = Samples.extended(order).build().parse();
        assertThat(extended.sections()).hasSize(small.sections().size() + 1);
        assertThat(extended.symbols()).isEqualTo(small.symbols());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsMoreSectionsThanTheHeaderCanCount(ByteOrder order) throws FormatException {
        ElfImage image = ElfImage.bpf(order).withExtendedNumbering();
        for (int i = 1; i <= 70_000; i++) {
            image.section(Part.nobits(".bss", 1));
        }
        image.symbol("low", 1, 1, 0xfff1, 0, 1); // the number that means SHN_ABS when it is not extended
        image.symbol("high", 1, 1, 70_000, 0, 1);
        ElfObject elf = image.build().parse();
        assertThat(elf.sections()).hasSize(70_005);
        assertThat(elf.symbols().get(1).sectionIndex()).isEqualTo(0xfff1);
        assertThat(elf.sectionOf(elf.symbols().get(2))).contains(elf.sections().get(70_000));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void reservedIndexesAreNotSectionsHoweverManyThereAre(ByteOrder order) throws FormatException {
        ElfImage image = ElfImage.bpf(order);
        for (int i = 1; i <= 0xff00; i++) {
            image.section(Part.nobits(".bss", 1));
        }
        image.symbol("last", 1, 1, 0xfeff, 0, 1);
        ElfBytes file = image.build();
        assertThat(file.parse().symbols().get(1).sectionIndex()).isEqualTo(0xfeff);
        file.put16(file.symbol(1) + 6, 0xff00);
        assertThatThrownBy(file::parse)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("symbol 1: st_shndx is 0xff00, expected less than 65284");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsLinkedFiles(ByteOrder order) throws FormatException {
        ElfObject elf = Samples.library(order).build().parse();
        assertThat(elf.type()).isEqualTo(ElfObject.ET_DYN);
        assertThat(elf.dynamicSymbols().get(1)).isEqualTo(new Symbol(1, "main", 0x1040, 32, 2, 1, 3, 1));
        assertThat(elf.symbols().get(1).value()).isEqualTo(0x5000);
        assertThat(elf.sections())
                .allSatisfy(s -> assertThat(elf.relocations(s)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void acceptsAFileWithoutSections(ByteOrder order) throws FormatException {
        ElfBytes image = Samples.library(order).build();
        image.put64(0x28, 0).put16(0x3a, 0).put16(0x3c, 0).put16(0x3e, 0);
        ElfObject elf = image.parse();
        assertThat(elf.sections()).isEmpty();
        assertThat(elf.symbols()).isEmpty();
        assertThat(elf.section(".text")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void acceptsAFileOfNothingButAHeader(ByteOrder order) throws FormatException {
        ElfBytes image = Samples.library(order).build();
        image.put64(0x28, 0).put16(0x3c, 0).put16(0x3e, 0);
        assertThat(ElfObject.parse(image.cut(64), "bare").entry()).isEqualTo(0x1040);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void acceptsSectionsAtTheVeryEdgesOfTheFile(ByteOrder order) throws FormatException {
        ElfImage image = Samples.object(order);
        for (String name : new String[] {"start", "end", "inside", "last"}) {
            image.section(Part.info(name));
        }
        ElfBytes file = image.build();
        file.put64(file.header("start") + 0x18, 0).put64(file.header("start") + 0x20, 64);
        file.put64(file.header("end") + 0x18, file.size());
        file.put64(file.header("inside") + 0x18, file.content("lsm.s/bpf") + 8); // holds nothing, shares nothing
        file.put64(file.header("last") + 0x18, file.size() - 64).put64(file.header("last") + 0x20, 64);
        ElfObject elf = file.parse();
        assertThat(elf.reader(elf.section("start").orElseThrow()).u8()).isEqualTo(0x7f);
        assertThat(elf.reader(elf.section("end").orElseThrow()).size()).isZero();
        assertThat(elf.reader(elf.section("inside").orElseThrow()).size()).isZero();
        assertThat(elf.reader(elf.section("last").orElseThrow()).size()).isEqualTo(64);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void acceptsSectionsInAnyOrderOfTheirBytes(ByteOrder order) throws FormatException {
        ElfBytes file = Samples.object(order).build();
        file.put64(file.header(".text") + 0x18, 96).put64(file.header("lsm.s/bpf") + 0x18, 64);
        ElfObject elf = file.parse();
        assertThat(elf.sections().get(1).offset()).isEqualTo(96);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void acceptsAFileWithoutSectionNames(ByteOrder order) throws FormatException {
        ElfBytes image = Samples.object(order).build();
        for (int i = 0; i < image.sectionCount(); i++) {
            image.put32(image.table() + i * 64, 0);
        }
        ElfObject elf = image.put16(0x3e, 0).parse();
        assertThat(elf.sections()).extracting(Section::name).containsOnly("");
        assertThat(elf.reader(elf.sections().get(3)).place()).isEqualTo("test.o:section 3");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void acceptsAnEmptyStringTable(ByteOrder order) throws FormatException {
        ElfImage image = ElfImage.bpf(order).withoutSymbolTable();
        int strings = image.section(Part.of(".none", Section.SHT_STRTAB, 0));
        image.section(Part.of(".symtab", Section.SHT_SYMTAB, 0, new byte[24]).asTable(strings, 1, 24));
        assertThat(image.build().parse().symbols()).extracting(Symbol::name).containsExactly("");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void acceptsAnObjectWithoutSymbols(ByteOrder order) throws FormatException {
        ElfObject elf = ElfImage.bpf(order).withoutSymbolTable().build().parse();
        assertThat(elf.symbols()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void acceptsSymbolsUpToTheEndOfTheirSection(ByteOrder order) throws FormatException {
        ElfImage image = Samples.object(order);
        image.symbol("end", 0, 0, 2, 32, 0);
        image.symbol("last", 0, 0, 2, 24, 8);
        image.relocation(2, 31, 1, 9);
        assertThat(image.build().parse().symbols()).hasSize(10);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void acceptsACompressedSectionUntilItIsRead(ByteOrder order) throws FormatException {
        ElfImage image = Samples.object(order);
        image.section(Part.info(".debug_info", new byte[30]).withFlags(Section.SHF_COMPRESSED));
        ElfObject elf = image.build().parse();
        assertThat(elf.section(".debug_info").orElseThrow().has(Section.SHF_COMPRESSED))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void relocationsOfACompressedSectionGoPastItsCompressedBytes(ByteOrder order) throws FormatException {
        ElfBytes built = Samples.object(order).build();
        built.put64(built.header("lsm.s/bpf") + 8, Section.SHF_COMPRESSED);
        built.put64(built.content(".rellsm.s/bpf") + 16, 1000);
        ElfObject elf = built.parse();
        assertThat(elf.relocations(elf.section("lsm.s/bpf").orElseThrow()))
                .extracting(Relocation::offset)
                .contains(1000L);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void findsSectionsByName(ByteOrder order) throws FormatException {
        ElfImage image = Samples.object(order);
        image.section(Part.data("twice", (byte) 1));
        image.section(Part.data("twice", (byte) 2));
        ElfObject elf = image.build().parse();
        assertThat(elf.section("twice")).map(Section::index).contains(6);
        assertThat(elf.section("never")).isEmpty();
        assertThat(elf.uniqueSection(".data")).map(Section::index).contains(3);
        assertThat(elf.uniqueSection("never")).isEmpty();
    }

    @Test
    void aSectionHasFlagsWhenItHasAllOfThem() {
        Section section = new Section(1, "", Section.SHT_PROGBITS, Section.SHF_ALLOC, 0, 0, 0, 0, 0, 0, 0);
        assertThat(section.has(Section.SHF_ALLOC)).isTrue();
        assertThat(section.has(Section.SHF_ALLOC | Section.SHF_WRITE)).isFalse();
        assertThat(section.hasBytes()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void whatItAnswersCannotBeChanged(ByteOrder order) throws FormatException {
        ElfObject elf = Samples.object(order).build().parse();
        Section program = elf.sections().get(2);
        assertThatThrownBy(() -> elf.sections().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> elf.symbols().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> elf.relocations(program).clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(elf.reader(program).buffer().isReadOnly()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void aBpfObjectIsRecognised(ByteOrder order) throws FormatException {
        ElfObject elf = Samples.object(order).build().parse();
        assertThat(elf.requireBpf()).isSameAs(elf);
    }

    @Test
    void parsesTheReadableBytesOfABuffer() throws FormatException {
        byte[] image = Samples.object(ByteOrder.LITTLE_ENDIAN).build().bytes();
        byte[] padded = new byte[image.length + 20];
        System.arraycopy(image, 0, padded, 7, image.length);
        ElfObject elf = ElfObject.parse(Unpooled.wrappedBuffer(padded, 7, image.length), "buffer.o");
        assertThat(elf.name()).isEqualTo("buffer.o");
        assertThat(elf.symbols()).hasSize(8);
    }

    @Test
    void refusesFilesTooShortForAHeader() {
        byte[] image = Samples.object(ByteOrder.LITTLE_ENDIAN).build().bytes();
        for (int size : new int[] {0, 3, 63}) {
            assertThatThrownBy(() -> ElfObject.parse(Arrays.copyOf(image, size), "x.o"))
                    .isInstanceOf(FormatException.class)
                    .hasMessage("x.o at 0x0: %d bytes are too few for an ELF header (64 bytes)".formatted(size));
        }
    }

    @Test
    void readsAFile(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("guard.bpf.o");
        Files.write(path, Samples.object(ByteOrder.LITTLE_ENDIAN).build().bytes());
        assertThat(ElfObject.read(path).name()).isEqualTo("guard.bpf.o");
        assertThatThrownBy(() -> ElfObject.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> ElfObject.read(folder)).hasMessageContaining("not a regular file");
    }

    @Test
    void refusesAFileTooLargeForMemoryWithoutReadingIt(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("huge.o");
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(1L << 31);
        }
        assertThatThrownBy(() -> ElfObject.read(path))
                .isInstanceOf(FormatException.class)
                .hasMessage("huge.o at 0x0: a file of 2147483648 bytes, expected at most 2147483639");
    }
}
