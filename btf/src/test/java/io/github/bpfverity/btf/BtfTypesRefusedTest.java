package io.github.bpfverity.btf;

import static io.github.bpfverity.btf.RawBtf.NAME;
import static io.github.bpfverity.btf.RawBtf.info;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;

/** Every way in which the types of a {@code .BTF} section can be broken, with the place and the words of the error. */
class BtfTypesRefusedTest {
    private static final String NEGATIVE_WORDS = "4294967295";

    private static void assertRefused(RawBtf raw, String message) {
        assertThatThrownBy(raw::parse).isInstanceOf(FormatException.class).hasMessage(message);
    }

    private static RawBtf raw(ByteOrder order) {
        return new RawBtf(order);
    }

    // Names

    @ByteOrders
    void nameOutsideTheStrings(ByteOrder order) {
        assertRefused(
                raw(order).type(10, info(7, 0), 0),
                "x.o:.BTF:types at 0x0: name offset 0xa is outside the strings (0xa bytes)");
        assertRefused(
                raw(order).type(-1, info(7, 0), 0),
                "x.o:.BTF:types at 0x0: name offset 0xffffffff is outside the strings (0xa bytes)");
    }

    @ByteOrders
    void nameOfAnElementOutsideTheStrings(ByteOrder order) {
        String where = "x.o:.BTF:types at 0x1c: name offset 0x40 is outside the strings (0xa bytes)";

        assertRefused(raw(order).anInt().type(NAME, info(4, 1), 4, 64, 1, 0), where);
        assertRefused(raw(order).anInt().type(NAME, info(6, 1), 4, 64, 1), where);
        assertRefused(raw(order).anInt().type(NAME, info(19, 1), 8, 64, 1, 0), where);
        assertRefused(raw(order).anInt().type(0, info(13, 1), 0, 64, 1), where);
    }

    @ByteOrders
    void nameOfWhatHasNone(ByteOrder order) {
        assertRefused(raw(order).anInt().type(NAME, info(2, 0), 1), "x.o:.BTF:types at 0x10: ptr has a name");
        assertRefused(raw(order).anInt().type(NAME, info(13, 0), 1), "x.o:.BTF:types at 0x10: func_proto has a name");
    }

    // Type ids

    @ByteOrders
    void typeIdOutside(ByteOrder order) {
        for (int kind : new int[] {2, 9, 10, 11}) {
            assertRefused(
                    raw(order).anInt().type(0, info(kind, 0), 3),
                    "x.o:.BTF:types at 0x18: type id 3 is outside (3 types)");
            assertRefused(
                    raw(order).anInt().type(0, info(kind, 0), -1),
                    "x.o:.BTF:types at 0x18: type id " + NEGATIVE_WORDS + " is outside (3 types)");
        }
    }

    @ByteOrders
    void typeIdOutsideInEachPlace(ByteOrder order) {
        String at18 = "x.o:.BTF:types at 0x18: type id 9 is outside (3 types)";
        String at1c = "x.o:.BTF:types at 0x1c: type id 9 is outside (3 types)";
        String at20 = "x.o:.BTF:types at 0x20: type id 9 is outside (3 types)";

        assertRefused(raw(order).anInt().type(NAME, info(8, 0), 9), at18);
        assertRefused(raw(order).anInt().type(NAME, info(12, 0), 9), at18);
        assertRefused(raw(order).anInt().type(0, info(13, 0), 9), at18);
        assertRefused(raw(order).anInt().type(NAME, info(14, 0), 9, 0), at18);
        assertRefused(raw(order).anInt().type(NAME, info(17, 0), 9, -1), at18);
        assertRefused(raw(order).anInt().type(NAME, info(18, 0), 9), at18);
        assertRefused(raw(order).anInt().type(0, info(3, 0), 0, 9, 1, 1), at1c);
        assertRefused(raw(order).anInt().type(NAME, info(15, 1), 0, 9, 0, 4), at1c);
        assertRefused(raw(order).anInt().type(0, info(3, 0), 0, 1, 9, 1), at20);
        assertRefused(raw(order).anInt().type(NAME, info(4, 1), 4, NAME, 9, 0), at20);
        assertRefused(raw(order).anInt().type(NAME, info(5, 1), 4, NAME, 9, 0), at20);
        assertRefused(raw(order).anInt().type(0, info(13, 1), 0, NAME, 9), at20);
    }

    @ByteOrders
    void functionThatIsNotOfAPrototype(ByteOrder order) {
        assertRefused(
                raw(order).anInt().type(NAME, info(12, 0), 1),
                "x.o:.BTF:types at 0x18: func refers to type id 1 (int), expected a func_proto");
        assertRefused(
                raw(order).anInt().type(NAME, info(12, 0), 0),
                "x.o:.BTF:types at 0x18: func refers to type id 0 (void), expected a func_proto");
    }

    @ByteOrders
    void declarationsAreNotTypesOfValues(ByteOrder order) {
        assertRefused(
                raw(order).anInt().type(NAME, info(14, 0), 1, 0).type(0, info(2, 0), 2),
                "x.o:.BTF:types at 0x28: type id 2 (var) is not the type of a value");
    }

    @ByteOrders
    void datasecOfSomethingElseThanVariables(ByteOrder order) {
        assertRefused(
                raw(order).anInt().type(NAME, info(15, 1), 0, 1, 0, 4),
                "x.o:.BTF:types at 0x1c: datasec entry refers to type id 1 (int), expected a var or func");
    }

    // Values that make no sense

    @ByteOrders
    void wordsWithoutAMeaning(ByteOrder order) {
        assertRefused(raw(order).type(0, info(2, 1), 0), "x.o:.BTF:types at 0x4: ptr has 1 elements, expected none");
        assertRefused(raw(order).type(0, 1 << 31 | info(2, 0), 0), "x.o:.BTF:types at 0x4: ptr has a kind flag");
        assertRefused(
                raw(order).anInt().type(0, info(3, 0), 4, 1, 1, 1),
                "x.o:.BTF:types at 0x18: array has a size or type id, expected 0");
    }

    @ByteOrders
    void intWithMoreBitsThanItsSize(ByteOrder order) {
        assertRefused(
                raw(order).type(INT_BITS, info(1, 0), 1, 9),
                "x.o:.BTF:types at 0xc: int of 1 bytes has 9 bits at bit 0");
        assertRefused(
                raw(order).type(INT_BITS, info(1, 0), 4, 24 << 16 | 16),
                "x.o:.BTF:types at 0xc: int of 4 bytes has 16 bits at bit 24");
        assertRefused(
                raw(order).type(INT_BITS, info(1, 0), 64, 129),
                "x.o:.BTF:types at 0xc: int of 64 bytes has 129 bits at bit 0");
        assertRefused(
                raw(order).type(INT_BITS, info(1, 0), 4, 1 << 28 | 32),
                "x.o:.BTF:types at 0xc: int has unknown encoding 0x10000020");
    }

    private static final int INT_BITS = RawBtf.INT_NAME;

    @ByteOrders
    void enumOfAnOddSize(ByteOrder order) {
        assertRefused(
                raw(order).type(NAME, info(6, 0), 3), "x.o:.BTF:types at 0x8: enum of 3 bytes, expected 1, 2, 4 or 8");
        assertRefused(
                raw(order).type(NAME, info(6, 1), 0, NAME, 1),
                "x.o:.BTF:types at 0x8: enum of 0 bytes, expected 1, 2, 4 or 8");
        assertRefused(
                raw(order).type(NAME, info(19, 0), -1),
                "x.o:.BTF:types at 0x8: enum of " + NEGATIVE_WORDS + " bytes, expected 1, 2, 4 or 8");
    }

    @ByteOrders
    void unknownLinkage(ByteOrder order) {
        assertRefused(
                raw(order).type(0, info(13, 0), 0).type(NAME, info(12, 3), 1),
                "x.o:.BTF:types at 0x10: linkage 3, expected 0 to 2");
        assertRefused(
                raw(order).anInt().type(NAME, info(14, 0), 1, -1),
                "x.o:.BTF:types at 0x1c: linkage -1, expected 0 to 2");
    }

    @ByteOrders
    void memberOutsideItsStruct(ByteOrder order) {
        assertRefused(
                raw(order).anInt().type(NAME, info(4, 1), 4, NAME, 1, 33),
                "x.o:.BTF:types at 0x24: member at bit 33 lies outside its struct of 4 bytes");
        assertRefused(
                raw(order).anInt().type(NAME, 1 << 31 | info(5, 1), 4, NAME, 1, 2 << 24 | 31),
                "x.o:.BTF:types at 0x24: member at bit 33 lies outside its struct of 4 bytes");
    }

    @ByteOrders
    void datasecEntryPastItsSection(ByteOrder order) {
        RawBtf raw = raw(order).anInt().type(NAME, info(14, 0), 1, 0);

        assertRefused(
                raw.type(NAME, info(15, 1), 8, 2, 8, 4),
                "x.o:.BTF:types at 0x30: datasec entry ends at 0xc, past its section (0x8 bytes)");
    }

    @ByteOrders
    void datasecEntryOverflowing(ByteOrder order) {
        RawBtf raw = raw(order).anInt().type(NAME, info(14, 0), 1, 0);

        assertRefused(
                raw.type(NAME, info(15, 1), 0, 2, -1, 4),
                "x.o:.BTF:types at 0x30: datasec entry ends at 0x100000003, past its section (0xffffffff bytes)");
    }

    // Types that contain themselves, or nest too deep

    @ByteOrders
    void typedefOfItself(ByteOrder order) {
        assertRefused(
                raw(order).type(NAME, info(8, 0), 1),
                "x.o:.BTF:types at 0x0: type id 1 contains itself, through type id 1");
    }

    @ByteOrders
    void cycleThroughEachModifier(ByteOrder order) {
        for (int kind : new int[] {8, 9, 10, 11, 18}) {
            int name = kind == 8 || kind == 18 ? NAME : 0;
            assertRefused(
                    raw(order).type(NAME, info(8, 0), 2).type(name, info(kind, 0), 1),
                    "x.o:.BTF:types at 0xc: type id 1 contains itself, through type id 2");
        }
    }

    @ByteOrders
    void arrayOfItself(ByteOrder order) {
        assertRefused(
                raw(order).anInt().type(0, info(3, 0), 0, 3, 1, 2).type(NAME, info(8, 0), 2),
                "x.o:.BTF:types at 0x28: type id 2 contains itself, through type id 3");
    }

    @ByteOrders
    void structWithItselfAsAMember(ByteOrder order) {
        assertRefused(
                raw(order).type(NAME, info(4, 1), 4, NAME, 2, 0).type(NAME, info(5, 1), 4, NAME, 1, 0),
                "x.o:.BTF:types at 0x18: type id 1 contains itself, through type id 2");
    }

    @ByteOrders
    void nestingTooDeep(ByteOrder order) {
        RawBtf raw = raw(order).anInt();
        for (int id = 1; id <= 64; id++) {
            raw.type(NAME, info(8, 0), id);
        }

        assertRefused(raw, "x.o:.BTF:types at 0x304: type id 65 nests deeper than 64");
    }

    @ByteOrders
    void nestingTooDeepFromTheOutermostInwards(ByteOrder order) {
        RawBtf raw = raw(order);
        for (int id = 1; id <= 64; id++) {
            raw.type(NAME, info(8, 0), id + 1);
        }

        assertRefused(raw.anInt(), "x.o:.BTF:types at 0x0: type id 1 nests deeper than 64");
    }

    @ByteOrders
    void arrayLargerThanItsSizeCanSay(ByteOrder order) {
        assertRefused(
                raw(order).anInt().type(0, info(3, 0), 0, 1, 1, 0x40000000),
                "x.o:.BTF:types at 0x10: array of 1073741824 elements of 4 bytes is larger than 4 GiB");
    }

    @ByteOrders
    void arrayOfArraysThatOverflows(ByteOrder order) {
        assertRefused(
                raw(order)
                        .type(0, info(3, 0), 0, 2, 3, 0x10000)
                        .type(0, info(3, 0), 0, 3, 3, 0x10000)
                        .anInt(),
                "x.o:.BTF:types at 0x0: array of 65536 elements of 262144 bytes is larger than 4 GiB");
    }

    // Split BTF

    @ByteOrders
    void splitTypeIdOutsideBoth(ByteOrder order) throws FormatException {
        Btf base = raw(order).anInt().parse();

        assertThatThrownBy(() -> raw(order).type(0, info(2, 0), 3).parseSplit(base))
                .isInstanceOf(FormatException.class)
                .hasMessage("x.o:.BTF:types at 0x8: type id 3 is outside (3 types)");
    }

    @ByteOrders
    void splitNameOutsideBoth(ByteOrder order) throws FormatException {
        Btf base = raw(order).anInt().parse();

        assertThatThrownBy(() -> raw(order).type(20, info(7, 0), 0).parseSplit(base))
                .isInstanceOf(FormatException.class)
                .hasMessage("x.o:.BTF:types at 0x0: name offset 0x14 is outside the strings (0x14 bytes)");
    }

    // Names that cost more than the file

    /** One name, and a member called by it for each twelve bytes. */
    @ByteOrders
    void namesThatAreLongerThanTheFileTogether(ByteOrder order) {
        RawBtf raw = raw(order).strings("\0" + "n".repeat(100_000) + "\0").type(0, info(4, 100), 0);
        for (int i = 0; i < 100; i++) {
            raw.more(1, 0, 0);
        }
        long budget = 8 * (12 + 1200 + 100_002 + 65_536);

        assertRefused(
                raw,
                "x.o:.BTF:types at 0x%x: the names of this file overlap to more than %d bytes"
                        .formatted(12 + 12 * (budget / 100_000), budget));
    }
}
