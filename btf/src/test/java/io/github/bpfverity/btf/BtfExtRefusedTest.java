package io.github.bpfverity.btf;

import static io.github.bpfverity.btf.ExtSample.LONG;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Every way in which a {@code .BTF.ext} section can be broken, with the place and the words of the error. */
class BtfExtRefusedTest {
    private static void assertRefused(ExtSample object, RawExt raw, String message) {
        assertThatThrownBy(() -> raw.parse(object.btf))
                .isInstanceOf(FormatException.class)
                .hasMessage(message);
    }

    @ByteOrders
    void brokenHeader(ByteOrder order) {
        var object = new ExtSample(order);
        RawExt magic = object.raw();
        magic.magic = 0x1111;
        RawExt version = object.raw();
        version.version = 0;
        RawExt length = object.raw();
        length.headerLength = 23;

        assertRefused(object, magic, "x.o:.BTF.ext at 0x0: magic number 0x1111 is not that of BTF.ext (0xeb9f)");
        assertRefused(object, version, "x.o:.BTF.ext at 0x2: BTF.ext version 0, expected 1");
        assertRefused(object, length, "x.o:.BTF.ext at 0x4: header length 23, expected at least 24");
    }

    @ByteOrders
    void blockUnalignedOrPastTheEnd(ByteOrder order) {
        var object = new ExtSample(order);
        RawExt unaligned = object.raw().functions(8, object.text, 1, 0, object.function);
        unaligned.shift = 2;
        RawExt oddLength = object.raw().functions(8, object.text, 1, 0, object.function);
        oddLength.extraLength = -1;
        RawExt past = object.raw().functions(8, object.text, 1, 0, object.function);
        past.extraLength = 4;
        RawExt overflowing = object.raw().functions(8, object.text, 1, 0, object.function);
        overflowing.shift = -4;

        assertRefused(
                object,
                unaligned,
                "x.o:.BTF.ext at 0x8: func_info block (offset 0x22, 0x14 bytes) is not aligned to 4");
        assertRefused(
                object,
                oddLength,
                "x.o:.BTF.ext at 0x8: func_info block (offset 0x20, 0x13 bytes) is not aligned to 4");
        assertRefused(object, past, "x.o:.BTF.ext at 0x8: func_info block ends at 0x38, past the end (0x34 bytes)");
        assertRefused(
                object,
                overflowing,
                "x.o:.BTF.ext at 0x8: func_info block ends at 0x100000030, past the end (0x34 bytes)");
    }

    @ByteOrders
    void recordSizeThatCannotBe(ByteOrder order) {
        var object = new ExtSample(order);
        String words = ", expected %d to 252, a multiple of 4";

        for (int size : new int[] {0, 4, 10, 256}) {
            assertRefused(
                    object,
                    object.raw().functions(size, object.text, 1, 0, object.function),
                    "x.o:.BTF.ext:func_info at 0x0: record size " + size + words.formatted(8));
        }
        assertRefused(
                object,
                object.raw().lines(12, object.text, 1, 0, object.file, object.line, 0),
                "x.o:.BTF.ext:line_info at 0x0: record size 12" + words.formatted(16));
        assertRefused(
                object,
                object.raw().relocations(-4, object.text, 1, 0, 1, 1, 0),
                "x.o:.BTF.ext:core_relo at 0x0: record size 4294967292" + words.formatted(16));
    }

    @ByteOrders
    void recordCountZeroOrHuge(ByteOrder order) {
        var object = new ExtSample(order);

        assertRefused(
                object,
                object.raw().functions(8, object.text, 0),
                "x.o:.BTF.ext:func_info at 0x8: section .text has no records, expected at least one");
        assertRefused(
                object,
                object.raw().functions(8, object.text, -1, 0, object.function),
                "x.o:.BTF.ext:func_info at 0x8: section .text has 4294967295 records of 8 bytes, have 8");
        assertRefused(
                object, object.raw().functions(8, object.text), "x.o:.BTF.ext:func_info at 0x8: need 4 bytes, have 0");
    }

    @ByteOrders
    void sectionNameOutsideTheStrings(ByteOrder order) {
        var object = new ExtSample(order);

        assertRefused(
                object,
                object.raw().functions(8, 0xffff, 1, 0, object.function),
                "x.o:.BTF.ext:func_info at 0x4: section name offset 0xffff is outside the strings");
    }

    @ByteOrders
    void instructionOffsetUnalignedUnsortedOrHuge(ByteOrder order) {
        var object = new ExtSample(order);

        assertRefused(
                object,
                object.raw().functions(8, object.text, 1, 4, object.function),
                "x.o:.BTF.ext:func_info at 0xc: instruction offset 0x4 is not a multiple of 8");
        assertRefused(
                object,
                object.raw().functions(8, object.text, 2, 16, object.function, 8, object.function),
                "x.o:.BTF.ext:func_info at 0x14: instruction offset 0x8 comes after 0x10");
        assertRefused(
                object,
                object.raw().functions(8, object.text, 1, 16, object.function, object.text, 1, 8, object.function),
                "x.o:.BTF.ext:func_info at 0x1c: instruction offset 0x8 comes after 0x10");
        assertRefused(
                object,
                object.raw().functions(8, object.text, 1, -8, object.function),
                "x.o:.BTF.ext:func_info at 0xc: instruction offset 0xfffffff8 is larger than any section");
    }

    @ByteOrders
    void instructionOffsetOutsideItsSection(ByteOrder order) throws FormatException {
        var object = new ExtSample(order);
        BtfExt functions =
                object.raw().functions(8, object.text, 1, 16, object.function).parse(object.btf);
        BtfExt lines = object.raw()
                .lines(16, object.text, 1, 16, object.file, object.line, 0)
                .parse(object.btf);
        BtfExt relocations = object.raw()
                .relocations(16, object.text, 1, 16, object.struct, object.string("0"), 8)
                .parse(object.btf);

        functions.checkWithin(".text", 24);
        functions.checkWithin("other", 0);
        assertOutside(functions, "func_info");
        assertOutside(lines, "line_info");
        assertOutside(relocations, "core_relo");
    }

    private static void assertOutside(BtfExt ext, String kind) {
        assertThatThrownBy(() -> ext.checkWithin(".text", 16))
                .isInstanceOf(FormatException.class)
                .hasMessage("x.o:.BTF.ext at 0x0: " + kind
                        + " of section .text is for instruction offset 0x10, past its end (0x10 bytes)");
    }

    @ByteOrders
    void functionThatIsNone(ByteOrder order) {
        var object = new ExtSample(order);

        assertRefused(
                object,
                object.raw().functions(8, object.text, 1, 0, object.struct),
                "x.o:.BTF.ext:func_info at 0x10: type id 2 is a struct, expected a func");
        assertRefused(
                object,
                object.raw().functions(8, object.text, 1, 0, -1),
                "x.o:.BTF.ext:func_info at 0x10: type id 4294967295 is outside (7 types)");
    }

    @ByteOrders
    void lineWithoutItsText(ByteOrder order) {
        var object = new ExtSample(order);

        assertRefused(
                object,
                object.raw().lines(16, object.text, 1, 0, 0x7fffffff, object.line, 0),
                "x.o:.BTF.ext:line_info at 0x10: file name offset 0x7fffffff is outside the strings");
        assertRefused(
                object,
                object.raw().lines(16, object.text, 1, 0, object.file, -1, 0),
                "x.o:.BTF.ext:line_info at 0x14: source line offset 0xffffffff is outside the strings");
    }

    @ByteOrders
    void unknownRelocationKind(ByteOrder order) {
        var object = new ExtSample(order);

        assertRefused(
                object,
                object.relocation(object.struct, "0", 13),
                "x.o:.BTF.ext:core_relo at 0x18: unknown CO-RE relocation kind 13");
        assertRefused(
                object,
                object.relocation(object.struct, "0", -1),
                "x.o:.BTF.ext:core_relo at 0x18: unknown CO-RE relocation kind 4294967295");
    }

    @ByteOrders
    void accessStringThatIsNone(ByteOrder order) {
        var object = new ExtSample(order);

        for (String access : new String[] {"", "0:", ":0", "0::1", "-1", "0:-1", "+1", "a", "4294967296"}) {
            String part = Arrays.stream(access.split(":", -1))
                    .filter(p -> !p.matches("[01]"))
                    .findFirst()
                    .orElseThrow();
            assertRefused(
                    object,
                    object.relocation(object.struct, access, 0),
                    "x.o:.BTF.ext:core_relo at 0x14: access string \"" + access + "\" has the part \"" + part
                            + "\", expected a number from 0 to 2147483647");
        }
        assertRefused(
                object,
                object.relocation(object.struct, LONG, 0),
                "x.o:.BTF.ext:core_relo at 0x14: access string \"" + LONG + "\" has 65 parts, expected at most 64");
    }

    @ByteOrders
    void accessThatLeadsOutsideItsType(ByteOrder order) {
        var object = new ExtSample(order);
        String where = "x.o:.BTF.ext:core_relo at 0x14: access string ";

        assertRefused(
                object, object.relocation(object.struct, "0:2", 0), where + "\"0:2\" has index 2, struct s has 2");
        assertRefused(
                object,
                object.relocation(object.struct, "0:0:0", 0),
                where + "\"0:0:0\" enters int u32, expected a struct, union or array");
        assertRefused(
                object, object.relocation(object.enumeration, "1", 10), where + "\"1\" has index 1, enum e has 1");
        assertRefused(
                object,
                object.relocation(object.enumeration, "0:1", 10),
                where + "\"0:1\" of a relocation about a value has 2 parts, expected 1");
        assertRefused(
                object,
                object.relocation(object.struct, "0", 10),
                where + "\"0\" of a relocation about a value begins at struct s, expected an enum");
        assertRefused(
                object,
                object.relocation(object.struct, "1", 8),
                where + "\"1\" of a relocation about a type is not \"0\"");
        assertRefused(
                object, object.relocation(object.function, "0", 0), where + "\"0\" passes func fn, which has no size");
    }
}
