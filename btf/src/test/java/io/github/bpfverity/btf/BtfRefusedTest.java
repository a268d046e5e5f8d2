package io.github.bpfverity.btf;

import static io.github.bpfverity.btf.RawBtf.NAME;
import static io.github.bpfverity.btf.RawBtf.info;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Every way in which a {@code .BTF} section's header and blocks can be broken, with place and words of the error. */
class BtfRefusedTest {
    private static void assertRefused(RawBtf raw, String message) {
        assertThatThrownBy(raw::parse).isInstanceOf(FormatException.class).hasMessage(message);
    }

    private static RawBtf raw(ByteOrder order) {
        return new RawBtf(order);
    }

    private static RawBtf set(RawBtf raw, java.util.function.Consumer<RawBtf> change) {
        change.accept(raw);
        return raw;
    }

    // Header

    @Test
    void emptyFile() {
        assertThatThrownBy(() -> Btf.parse(new byte[0], "vmlinux"))
                .isInstanceOf(FormatException.class)
                .hasMessage("vmlinux at 0x0: need 2 bytes, have 0");
    }

    @ByteOrders
    void wrongMagic(ByteOrder order) {
        boolean little = order == ByteOrder.LITTLE_ENDIAN;

        assertRefused(
                set(raw(order), r -> r.magic = 0x1234),
                "x.o:.BTF at 0x0: magic number 0x%s is not that of BTF (0xeb9f)".formatted(little ? "1234" : "3412"));
    }

    @ByteOrders
    void wrongVersion(ByteOrder order) {
        assertRefused(set(raw(order), r -> r.version = 2), "x.o:.BTF at 0x2: BTF version 2, expected 1");
    }

    @ByteOrders
    void unknownFlags(ByteOrder order) {
        assertRefused(set(raw(order), r -> r.flags = 0x80), "x.o:.BTF at 0x3: unknown BTF flags 0x80");
    }

    @ByteOrders
    void headerTooShort(ByteOrder order) {
        assertRefused(
                set(raw(order), r -> r.headerLength = 20), "x.o:.BTF at 0x4: header length 20, expected at least 24");
    }

    /** Found by fuzzing: with no types to misalign, it was accepted, and then written where types cannot begin. */
    @ByteOrders
    void headerOfNoWholeWords(ByteOrder order) {
        RawBtf odd = raw(order).longHeader();
        odd.headerLength = 33;
        assertRefused(odd, "x.o:.BTF at 0x4: header length 33 is not a multiple of 4");
    }

    @ByteOrders
    void headerLongerThanTheSection(ByteOrder order) {
        assertRefused(
                set(raw(order), r -> r.headerLength = -1),
                "x.o:.BTF at 0x4: header length 4294967295 is more than the 34 bytes there are");
    }

    @ByteOrders
    void headerWithUnknownFields(ByteOrder order) {
        assertRefused(
                set(raw(order), r -> {
                    r.headerLength = 36;
                    r.headerExtra = new byte[] {0, 7};
                }),
                "x.o:.BTF at 0x21: unknown header field is not zero");
    }

    // Blocks

    @ByteOrders
    void typesPastTheEnd(ByteOrder order) {
        assertRefused(
                set(raw(order).anInt(), r -> r.typeLength = 28),
                "x.o:.BTF at 0x8: types end at 0x34, past the end (0x32 bytes)");
    }

    @ByteOrders
    void typesOffsetAndLengthOverflow(ByteOrder order) {
        assertRefused(
                set(raw(order).anInt(), r -> {
                    r.typeOffset = -4;
                    r.typeLength = 8;
                }),
                "x.o:.BTF at 0x8: types end at 0x10000001c, past the end (0x32 bytes)");
    }

    @ByteOrders
    void stringsPastTheEnd(ByteOrder order) {
        assertRefused(
                set(raw(order).anInt(), r -> r.stringLength = 11),
                "x.o:.BTF at 0x10: strings end at 0x33, past the end (0x32 bytes)");
    }

    @ByteOrders
    void typesMisaligned(ByteOrder order) {
        assertRefused(
                set(raw(order).anInt(), r -> r.typeOffset = 2),
                "x.o:.BTF at 0x1a: types block (0x10 bytes) is not aligned to 4 bytes");
    }

    @ByteOrders
    void typeLengthMisaligned(ByteOrder order) {
        assertRefused(
                set(raw(order).anInt(), r -> r.typeLength = 14),
                "x.o:.BTF at 0x18: types block (0xe bytes) is not aligned to 4 bytes");
    }

    @ByteOrders
    void stringsOverlapTypes(ByteOrder order) {
        assertRefused(
                set(raw(order).anInt(), r -> r.stringOffset = 8),
                "x.o:.BTF at 0x20: strings block overlaps the types block");
    }

    @ByteOrders
    void layoutOverlapsTypes(ByteOrder order) {
        assertRefused(
                set(raw(order).longHeader().anInt().layoutEntry(0, 0), r -> r.layoutOffset = 12),
                "x.o:.BTF at 0x2c: layout block overlaps the types block");
    }

    @ByteOrders
    void layoutOverlapsStrings(ByteOrder order) {
        assertRefused(
                set(raw(order).longHeader().anInt().layoutEntry(0, 0), r -> r.layoutLength = 8),
                "x.o:.BTF at 0x30: layout block overlaps the strings block");
    }

    @ByteOrders
    void layoutMisaligned(ByteOrder order) {
        assertRefused(
                set(raw(order).longHeader().anInt().layoutEntry(0, 0), r -> r.layoutLength = 3),
                "x.o:.BTF at 0x30: layout block (0x3 bytes) is not aligned to 4 bytes");
    }

    @ByteOrders
    void layoutPastTheEnd(ByteOrder order) {
        assertRefused(
                set(raw(order).longHeader().anInt(), r -> r.layoutLength = 16),
                "x.o:.BTF at 0x18: layout end at 0x40, past the end (0x3a bytes)");
    }

    @ByteOrders
    void noStrings(ByteOrder order) {
        assertRefused(raw(order).strings(""), "x.o:.BTF:strings at 0x0: no strings, expected at least one NUL");
    }

    @ByteOrders
    void stringsWithoutLeadingNul(ByteOrder order) {
        assertRefused(raw(order).strings("int\0"), "x.o:.BTF:strings at 0x0: first string is not empty");
    }

    @ByteOrders
    void stringsWithoutFinalNul(ByteOrder order) {
        assertRefused(raw(order).strings("\0int"), "x.o:.BTF:strings at 0x3: last string has no terminating NUL");
    }

    // Extent of types

    @ByteOrders
    void typeCutInItsCommonPart(ByteOrder order) {
        assertRefused(
                raw(order).anInt().more(0, info(2, 0)), "x.o:.BTF:types at 0x10: type needs 12 more bytes, have 8");
    }

    @ByteOrders
    void typeCutInItsTail(ByteOrder order) {
        assertRefused(
                raw(order).anInt().type(NAME, info(4, 2), 8, NAME, 1, 0, 0),
                "x.o:.BTF:types at 0x10: type needs 24 more bytes, have 16");
    }

    @ByteOrders
    void moreElementsThanTheFileCanHold(ByteOrder order) {
        assertRefused(
                raw(order).type(NAME, info(4, 0xffffff), 8),
                "x.o:.BTF:types at 0x0: type needs 201326580 more bytes, have 0");
    }

    @ByteOrders
    void kindZero(ByteOrder order) {
        assertRefused(raw(order).type(0, info(0, 0), 0), "x.o:.BTF:types at 0x4: unknown BTF kind 0");
    }

    @ByteOrders
    void unknownKind(ByteOrder order) {
        assertRefused(raw(order).anInt().type(0, info(31, 0), 0), "x.o:.BTF:types at 0x14: unknown BTF kind 31");
        assertRefused(raw(order).type(0, info(127, 0), 0), "x.o:.BTF:types at 0x4: unknown BTF kind 127");
    }

    @ByteOrders
    void unknownKindThatTheLayoutDoesNotDescribe(ByteOrder order) {
        assertRefused(
                raw(order).longHeader().knownLayout().type(0, info(20, 0), 0),
                "x.o:.BTF:types at 0x4: unknown BTF kind 20");
    }

    @ByteOrders
    void layoutEntryOfNoWholeWords(ByteOrder order) {
        assertRefused(
                raw(order).longHeader().knownLayout().layoutEntry(4, 6),
                "x.o:.BTF:layout at 0x50: layout of kind 20 has sizes 4 and 6, not multiples of 4");
        assertRefused(
                raw(order).longHeader().knownLayout().layoutEntry(3, 8),
                "x.o:.BTF:layout at 0x50: layout of kind 20 has sizes 3 and 8, not multiples of 4");
    }

    @ByteOrders
    void moreLayoutEntriesThanKinds(ByteOrder order) {
        RawBtf raw = raw(order).longHeader();
        for (int i = 0; i < 129; i++) {
            raw.layoutEntry(0, 0);
        }

        assertRefused(raw, "x.o:.BTF:layout at 0x0: layout has 129 entries, expected at most 128");
    }

    @ByteOrders
    void layoutMakesATypeLongerThanTheFile(ByteOrder order) {
        assertRefused(
                raw(order).longHeader().knownLayout().layoutEntry(252, 0).type(0, info(20, 0), 0),
                "x.o:.BTF:types at 0x0: type needs 252 more bytes, have 0");
    }
}
