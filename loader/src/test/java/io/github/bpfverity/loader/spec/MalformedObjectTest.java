package io.github.bpfverity.loader.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.btf.BtfBuilder;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import io.github.bpfverity.loader.insn.Insn;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedObjectTest {
    private static final long EXIT = Insn.of(Insn.EXIT, 0, 0, 0, 0);
    private static final long CALL = Insn.of(Insn.CALL, 0, Insn.PSEUDO_CALL, 0, -1);
    private static final long WIDE = Insn.of(Insn.LD_IMM64, 1, 0, 0, 0);

    static Stream<ObjectImage> images() {
        return Stream.of(new ObjectImage(ByteOrder.LITTLE_ENDIAN), new ObjectImage(ByteOrder.BIG_ENDIAN));
    }

    private static void refuses(ObjectImage image, String message) {
        assertThatThrownBy(() -> ObjectSpec.parse("x.o", image.build()))
                .isInstanceOf(FormatException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @MethodSource("images")
    void acceptsWhatIsWellFormed(ObjectImage image) throws FormatException {
        int xdp = image.code("xdp", CALL, EXIT);
        int text = image.code(".text", EXIT, EXIT);
        image.function("program", xdp, 0, 16);
        image.function("unused", text, 0, 8);
        image.relocate(xdp, 0, image.function("callee", text, 8, 8));
        image.data("license", "GPL\0".getBytes(StandardCharsets.US_ASCII));
        ObjectSpec spec = ObjectSpec.parse("x.o", image.build());
        assertThat(spec.license()).isEqualTo("GPL");
        assertThat(spec.programs()).extracting(ProgramSpec::name).containsExactly("program");
        assertThat(spec.code().sections().get(0).references())
                .containsExactly(new Reference(0, Reference.Kind.CALL, 2, 0));
    }

    @ParameterizedTest
    @MethodSource("images")
    void passesOverWhatOverriddenFunctionsLeft(ObjectImage image) throws FormatException {
        int xdp = image.code("xdp", EXIT, Insn.of(0xb7, 0, 0, 0, 0), EXIT);
        image.function("program", xdp, 16, 8);
        image.relocate(xdp, 8, image.symbol("gone", 0, 0, 0, Symbol.STT_NOTYPE, Symbol.STB_GLOBAL));
        assertThat(ObjectSpec.parse("x.o", image.build()).programs())
                .extracting(ProgramSpec::firstInstruction)
                .containsExactly(2);
    }

    @ParameterizedTest
    @MethodSource("images")
    void codeWithoutBytes(ObjectImage image) {
        image.nobits("xdp", Section.SHF_ALLOC | Section.SHF_EXECINSTR, 16);
        assertThatThrownBy(() -> ObjectSpec.parse("x.o", image.build()))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("section 1 (xdp): has no bytes in the file");
    }

    @ParameterizedTest
    @MethodSource("images")
    void codeOfNoWholeNumberOfInstructions(ObjectImage image) {
        image.section("xdp", Section.SHT_PROGBITS, Section.SHF_EXECINSTR, new byte[12]);
        refuses(image, "x.o:xdp at 0x8: 12 bytes are no whole number of instructions");
    }

    @ParameterizedTest
    @MethodSource("images")
    void functionOffTheGrid(ObjectImage image) {
        image.function("f", image.code("xdp", EXIT, EXIT), 4, 8);
        refuses(image, "x.o:xdp at 0x4: function f does not begin at a multiple of 8 bytes");
    }

    @ParameterizedTest
    @MethodSource("images")
    void functionWithoutInstructions(ObjectImage image) {
        image.function("f", image.code("xdp", EXIT, EXIT), 8, 0);
        refuses(image, "x.o:xdp at 0x8: function f has 0 bytes, expected a multiple of 8 other than 0");
    }

    @ParameterizedTest
    @MethodSource("images")
    void functionsThatOverlap(ObjectImage image) {
        int xdp = image.code("xdp", EXIT, EXIT, EXIT);
        image.function("g", xdp, 8, 16);
        image.function("f", xdp, 0, 16);
        refuses(image, "x.o:xdp at 0x8: function g overlaps the one before it, which ends at 0x10");
    }

    @ParameterizedTest
    @MethodSource("images")
    void relocationOnAnInstructionThatTakesNone(ObjectImage image) {
        int xdp = image.code("xdp", EXIT);
        image.relocate(xdp, 0, image.function("f", xdp, 0, 8));
        refuses(image, "x.o:xdp at 0x0: relocation against f on an instruction that takes none (exit)");
    }

    @ParameterizedTest
    @MethodSource("images")
    void relocationWithinAnInstruction(ObjectImage image) {
        int xdp = image.code("xdp", WIDE, 0, EXIT);
        image.relocate(xdp, 4, image.function("f", xdp, 0, 24));
        refuses(image, "x.o:xdp at 0x4: relocation within an instruction");
    }

    @ParameterizedTest
    @MethodSource("images")
    void twoRelocationsOfOneInstruction(ObjectImage image) {
        int xdp = image.code("xdp", CALL, EXIT);
        int f = image.function("f", xdp, 0, 16);
        image.relocate(xdp, 0, f);
        image.relocate(xdp, 0, f);
        refuses(image, "x.o:xdp at 0x0: second relocation of one instruction");
    }

    @ParameterizedTest
    @MethodSource("images")
    void wideLoadCutInTwo(ObjectImage image) {
        image.function("f", image.code("xdp", EXIT, WIDE), 0, 16);
        refuses(image, "x.o:xdp at 0x8: function f ends within a 16-byte load");
    }

    @ParameterizedTest
    @MethodSource("images")
    void callOfData(ObjectImage image) {
        int xdp = image.code("xdp", CALL, EXIT);
        image.function("f", xdp, 0, 16);
        int data = image.data(".data", new byte[8]);
        image.relocate(xdp, 0, image.symbol("d", data, 0, 8, Symbol.STT_OBJECT, Symbol.STB_GLOBAL));
        refuses(image, "x.o:xdp at 0x0: no function begins at instruction 0 of section .data");
    }

    @ParameterizedTest
    @MethodSource("images")
    void callIntoTheMiddleOfAFunction(ObjectImage image) {
        image.function("f", image.code("xdp", Insn.withImm(CALL, 0), EXIT), 0, 16);
        refuses(image, "x.o:xdp at 0x0: no function begins at instruction 1 of section xdp");
    }

    @ParameterizedTest
    @MethodSource("images")
    void callOffTheGrid(ObjectImage image) {
        int xdp = image.code("xdp", CALL, EXIT);
        image.function("f", xdp, 0, 16);
        image.relocate(xdp, 0, image.symbol("odd", xdp, 4, 0, Symbol.STT_NOTYPE, Symbol.STB_LOCAL));
        refuses(image, "x.o:xdp at 0x0: call to odd at unaligned offset 0x4");
    }

    @ParameterizedTest
    @MethodSource("images")
    void relocationOfAHelperCall(ObjectImage image) {
        int xdp = image.code("xdp", Insn.of(Insn.CALL, 0, 0, 0, 5), EXIT);
        image.relocate(xdp, 0, image.function("f", xdp, 0, 16));
        refuses(image, "x.o:xdp at 0x0: relocation against f on call helper #5");
    }

    @ParameterizedTest
    @MethodSource("images")
    void callOfWhatNothingDeclares(ObjectImage image) {
        int xdp = image.code("xdp", CALL, EXIT);
        image.function("f", xdp, 0, 16);
        image.relocate(xdp, 0, image.symbol("k", 0, 0, 0, Symbol.STT_NOTYPE, Symbol.STB_GLOBAL));
        refuses(image, "x.o:xdp at 0x0: undefined symbol k, which no BTF declares");
    }

    @ParameterizedTest
    @MethodSource("images")
    void mapWhosePlaceIsInTheInstructionToo(ObjectImage image) throws FormatException {
        int xdp = image.code("xdp", Insn.of(0x18, 1, 0, 0, 20), 0, EXIT);
        image.function("f", xdp, 0, 24);
        int maps = image.data("maps", new byte[40]);
        image.symbol("m", maps, 0, 20, Symbol.STT_OBJECT, Symbol.STB_GLOBAL);
        image.relocate(xdp, 0, image.symbol("n", maps, 20, 20, Symbol.STT_OBJECT, Symbol.STB_GLOBAL));
        ObjectSpec spec = ObjectSpec.parse("x.o", image.build());
        assertThat(spec.code().sections().get(0).references())
                .containsExactly(new Reference(0, Reference.Kind.MAP, 1, 0));
    }

    @ParameterizedTest
    @MethodSource("images")
    void mapThatIsNone(ObjectImage image) {
        int xdp = image.code("xdp", WIDE, 0, EXIT);
        image.function("f", xdp, 0, 24);
        int other = image.data("other", new byte[8]);
        image.relocate(xdp, 0, image.symbol("m", other, 0, 8, Symbol.STT_OBJECT, Symbol.STB_GLOBAL));
        refuses(
                image,
                "x.o:xdp at 0x0: m at offset 0x0 of section other is not a map and no variable: those are in .maps,"
                        + " and in .data, .rodata and .bss, or one of these and .NAME");
    }

    @ParameterizedTest
    @MethodSource("images")
    void externThatNoSectionDeclares(ObjectImage image) {
        image.symbol("k", 0, 0, 0, Symbol.STT_NOTYPE, Symbol.STB_GLOBAL);
        image.section(".BTF", Section.SHT_PROGBITS, 0, new BtfBuilder().encode(image.order()));
        refuses(
                image,
                "x.o:.symtab at 0x18: k is not defined here: link the object that has it,"
                        + " or declare it __ksym or __kconfig");
    }

    @ParameterizedTest
    @MethodSource("images")
    void licenseWithoutAnEnd(ObjectImage image) throws FormatException {
        image.data("license", new byte[] {'G', 'P', 'L'});
        assertThat(ObjectSpec.parse("x.o", image.build()).license()).isEqualTo("GPL");
    }

    @ParameterizedTest
    @MethodSource("images")
    void licenseBeforeSomethingElse(ObjectImage image) throws FormatException {
        image.data("license", new byte[] {'G', 'P', 'L', 0, 'x', 0});
        assertThat(ObjectSpec.parse("x.o", image.build()).license()).isEqualTo("GPL");
    }

    @ParameterizedTest
    @MethodSource("images")
    void versionOfTheWrongSize(ObjectImage image) {
        image.data("version", new byte[3]);
        refuses(image, "x.o:version at 0x0: 3 bytes, expected 4");
    }

    @ParameterizedTest
    @MethodSource("images")
    void secondLicense(ObjectImage image) {
        image.data("license", new byte[1]);
        image.data("license", new byte[1]);
        refuses(image, "x.o:license at 0x0: second section of this name, expected one");
    }

    @ParameterizedTest
    @MethodSource("images")
    void dataTooLargeForAMap(ObjectImage image) {
        image.nobits(".bss", Section.SHF_ALLOC, 1L << 40);
        refuses(image, "x.o:.bss at 0x0: 1099511627776 bytes do not fit a map");
    }

    @ParameterizedTest
    @MethodSource("images")
    void mapsWithoutTypes(ObjectImage image) {
        image.data(".maps", new byte[16]);
        refuses(image, "x.o:.maps at 0x0: maps are declared here but the object has no BTF that describes them");
    }

    @ParameterizedTest
    @MethodSource("images")
    void legacyMapsOfUnequalSize(ObjectImage image) {
        int maps = image.data("maps", new byte[30]);
        image.symbol("m", maps, 0, 20, Symbol.STT_OBJECT, Symbol.STB_GLOBAL);
        image.symbol("n", maps, 20, 10, Symbol.STT_OBJECT, Symbol.STB_GLOBAL);
        refuses(image, "x.o:maps at 0x0: 30 bytes for 2 maps, expected as many, 16 or more, for each");
    }

    /** Declares one map {@code m} of a type that the caller adds. */
    private static void declare(
            ObjectImage image, ByteOrder order, BtfBuilder types, int type, long offset, long size) {
        int variable = types.add(new BtfType.Var("m", type, BtfType.Var.GLOBAL));
        types.add(new BtfType.Datasec(".maps", 64, List.of(new DatasecEntry(variable, offset, size))));
        int maps = image.data(".maps", new byte[32]);
        image.symbol("m", maps, 0, 32, Symbol.STT_OBJECT, Symbol.STB_GLOBAL);
        image.section(".BTF", Section.SHT_PROGBITS, 0, types.encode(order));
    }

    /** A member whose type gives the number {@code value}. */
    private static Member number(BtfBuilder types, String name, int value, long bit) {
        int integer = types.add(new BtfType.Int("int", 4, 1, 0, 32));
        int array = types.add(new BtfType.Array(integer, integer, value));
        return new Member(name, types.add(new BtfType.Ptr(array)), bit, 0);
    }

    static Stream<ByteOrder> orders() {
        return Fixtures.ORDERS.stream();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void mapBeyondItsSection(ByteOrder order) {
        ObjectImage image = new ObjectImage(order);
        BtfBuilder types = new BtfBuilder();
        int struct = types.add(new BtfType.Struct("", 8, false, List.of(number(types, "type", 1, 0))));
        declare(image, order, types, struct, 28, 8);
        refuses(image, "x.o:.maps at 0x1c: map m reaches past the section (0x20 bytes)");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void mapThatIsNoStruct(ByteOrder order) {
        ObjectImage image = new ObjectImage(order);
        BtfBuilder types = new BtfBuilder();
        int integer = types.add(new BtfType.Int("int", 4, 1, 0, 32));
        declare(image, order, types, integer, 0, 4);
        refuses(image, "x.o:.maps at 0x0: map m is declared as int, expected a struct");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void mapWithoutAType(ByteOrder order) {
        ObjectImage image = new ObjectImage(order);
        BtfBuilder types = new BtfBuilder();
        int struct = types.add(new BtfType.Struct("", 8, false, List.of(number(types, "key_size", 4, 0))));
        declare(image, order, types, struct, 0, 8);
        refuses(image, "x.o:.maps at 0x0: map m has no type");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void attributeThatNobodyKnows(ByteOrder order) {
        ObjectImage image = new ObjectImage(order);
        BtfBuilder types = new BtfBuilder();
        int struct = types.add(new BtfType.Struct("", 8, false, List.of(number(types, "colour", 4, 0))));
        declare(image, order, types, struct, 0, 8);
        refuses(image, "x.o:.maps at 0x0: map m has an unknown attribute colour");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void innerMapsOfInnerMaps(ByteOrder order) {
        ObjectImage image = new ObjectImage(order);
        BtfBuilder types = new BtfBuilder();
        int innermost = types.add(new BtfType.Struct("", 8, false, List.of(number(types, "type", 2, 0))));
        int inner = mapOf(types, innermost);
        declare(image, order, types, mapOf(types, inner), 0, 8);
        refuses(image, "x.o:.maps at 0x0: map m.inner is an inner map and cannot hold maps itself");
    }

    private static int mapOf(BtfBuilder types, int inner) {
        int pointer = types.add(new BtfType.Ptr(inner));
        int integer = types.add(new BtfType.Int("int", 4, 1, 0, 32));
        int array = types.add(new BtfType.Array(pointer, integer, 0));
        return types.add(new BtfType.Struct(
                "", 8, false, List.of(number(types, "type", 12, 0), new Member("values", array, 64, 0))));
    }
}
