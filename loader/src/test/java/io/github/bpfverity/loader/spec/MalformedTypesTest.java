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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects whose sections with a meaning of their own, or whose types, are not what they should be. */
class MalformedTypesTest {
    private static final long EXIT = Insn.of(Insn.EXIT, 0, 0, 0, 0);

    static Stream<ByteOrder> orders() {
        return Fixtures.ORDERS.stream();
    }

    private static void refuses(ObjectImage image, String message) {
        assertThatThrownBy(() -> ObjectSpec.parse("x.o", image.build()))
                .isInstanceOf(FormatException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"license", "version", ".maps", "maps", ".BTF", ".BTF.ext", ".struct_ops"})
    void secondSectionOfOneName(String name) {
        for (ByteOrder order : Fixtures.ORDERS) {
            ObjectImage image = new ObjectImage(order);
            image.data(name, new byte[4]);
            image.data(name, new byte[4]);
            refuses(image, "x.o:" + name + " at 0x0: second section of this name, expected one");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"license", "version", ".BTF"})
    void sectionWithoutItsBytes(String name) {
        for (ByteOrder order : Fixtures.ORDERS) {
            ObjectImage image = new ObjectImage(order);
            image.nobits(name, Section.SHF_ALLOC, 4);
            assertThatThrownBy(() -> ObjectSpec.parse("x.o", image.build()))
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith("x.o at 0x")
                    .hasMessageEndingWith("section 1 (" + name + "): has no bytes in the file (type 0x8)");
        }
    }

    @ParameterizedTest
    @MethodSource("orders")
    void sectionOfNoInstructions(ByteOrder order) throws FormatException {
        ObjectImage image = new ObjectImage(order);
        image.code("xdp");
        refuses(image, "x.o:xdp at 0x0: no instructions, expected a program");

        ObjectImage usual = new ObjectImage(order);
        usual.code(".text");
        assertThat(ObjectSpec.parse("x.o", usual.build()).programs()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void typesOfAnotherByteOrder(ByteOrder order) {
        ByteOrder other = order == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ObjectImage image = new ObjectImage(order);
        image.section(".BTF", Section.SHT_PROGBITS, 0, new BtfBuilder().encode(other));
        refuses(image, "x.o:.BTF at 0x0: types are " + other + ", in a file that is " + order);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void recordsForInstructionsThatAreNotThere(ByteOrder order) {
        ObjectImage image = new ObjectImage(order);
        BtfBuilder types = new BtfBuilder();
        int struct = types.add(new BtfType.Struct("s", 8, false, List.of()));
        int section = types.addString("xdp");
        int access = types.addString("0");
        ByteBuffer ext = ByteBuffer.allocate(60).order(order);
        ext.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(32);
        ext.putInt(0).putInt(0).putInt(0).putInt(0).putInt(0).putInt(28);
        ext.putInt(16).putInt(section).putInt(1);
        ext.putInt(16).putInt(struct).putInt(access).putInt(8);
        image.function("f", image.code("xdp", EXIT, EXIT), 0, 16);
        image.section(".BTF", Section.SHT_PROGBITS, 0, types.encode(order));
        image.section(".BTF.ext", Section.SHT_PROGBITS, 0, ext.array());
        refuses(
                image,
                "x.o:.BTF.ext at 0x0: core_relo of section xdp is for instruction offset 0x10, past its end (0x10 bytes)");
    }

    /** Maps of one type each, 16 bytes at each of these offsets, which are also in their names: {@code m0}. */
    private static ObjectImage maps(ByteOrder order, int linkage, long[] offsets, Member... attributes) {
        return maps(order, linkage, offset -> "m" + offset, offsets, attributes);
    }

    private static ObjectImage maps(
            ByteOrder order, int linkage, LongFunction<String> name, long[] offsets, Member... attributes) {
        ObjectImage image = new ObjectImage(order);
        BtfBuilder types = new BtfBuilder();
        int integer = types.add(new BtfType.Int("int", 4, 1, 0, 32));
        int array = types.add(new BtfType.Array(integer, integer, 1));
        int pointer = types.add(new BtfType.Ptr(array));
        List<Member> members = Stream.of(attributes)
                .map(member -> new Member(member.name(), pointer, member.bitOffset(), 0))
                .toList();
        int struct = types.add(new BtfType.Struct("", 16, false, members));
        int maps = image.data(".maps", new byte[64]);
        List<DatasecEntry> entries = new ArrayList<>();
        for (long offset : offsets) {
            int variable = types.add(new BtfType.Var(name.apply(offset), struct, linkage));
            entries.add(new DatasecEntry(variable, offset, 16));
            image.symbol(name.apply(offset), maps, offset, 16, Symbol.STT_OBJECT, Symbol.STB_GLOBAL);
        }
        types.add(new BtfType.Datasec(".maps", 64, entries));
        image.section(".BTF", Section.SHT_PROGBITS, 0, types.encode(order));
        return image;
    }

    private static Member attribute(String name, long bit) {
        return new Member(name, 0, bit, 0);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void mapOfAnotherObject(ByteOrder order) {
        refuses(
                maps(order, BtfType.Var.EXTERN, new long[] {0}, attribute("type", 0)),
                "x.o:.maps at 0x0: map m0 is extern; maps of other objects are linked before they are loaded");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void mapsThatOverlap(ByteOrder order) {
        refuses(
                maps(order, BtfType.Var.GLOBAL, new long[] {0, 16, 24}, attribute("type", 0)),
                "x.o:.maps at 0x18: map m24 overlaps the one before it");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void attributeThatIsThereTwice(ByteOrder order) {
        refuses(
                maps(order, BtfType.Var.GLOBAL, new long[] {0}, attribute("type", 0), attribute("type", 64)),
                "x.o:.maps at 0x0: map m0 has type twice");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void mapsSideBySide(ByteOrder order) throws FormatException {
        ObjectImage image = maps(order, BtfType.Var.GLOBAL, new long[] {0, 16, 48}, attribute("type", 0));
        assertThat(ObjectSpec.parse("x.o", image.build()).maps()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void mapsOfOneNameGetNumbers(ByteOrder order) throws FormatException {
        LongFunction<String> names = offset -> offset == 16 ? "m.2" : "m";
        ObjectImage image = maps(order, BtfType.Var.STATIC, names, new long[] {0, 16, 32, 48}, attribute("type", 0));
        ObjectSpec object = ObjectSpec.parse("x.o", image.build());
        assertThat(object.maps()).extracting(MapSpec::name).containsExactly("m", "m.2", "m.3", "m.4");
        assertThat(object.maps()).extracting(MapSpec::symbol).containsExactly("m", "m.2", "m", "m");
        assertThat(object.warnings())
                .containsExactly("map m is there more than once: those after the first get a number");
    }
}
