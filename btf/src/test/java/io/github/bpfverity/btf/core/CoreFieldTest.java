package io.github.bpfverity.btf.core;

import static io.github.bpfverity.btf.CoreRelocationKind.*;
import static io.github.bpfverity.btf.Types.at;
import static io.github.bpfverity.btf.Types.bits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.ByteOrders;
import io.github.bpfverity.btf.CoreAccess;
import io.github.bpfverity.btf.CoreRelocationKind;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.btf.Types;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of one field: how it is loaded, bit by bit, and where that makes no sense. */
class CoreFieldTest {
    private final CoreFixture core = new CoreFixture(ByteOrder.LITTLE_ENDIAN);
    private final Types local = core.local;
    private final Types kernel = core.kernel;
    private final int u32 = local.uint("unsigned int", 4);
    private final int kernelU32 = kernel.uint("unsigned int", 4);
    private final int kernelU64 = kernel.uint("unsigned long", 8);

    private void assertFails(CoreRelocationKind kind, int type, String access, String message) {
        assertThatThrownBy(() -> core.resolve(kind, type, access))
                .isInstanceOf(CoreException.class)
                .hasMessage(message);
    }

    // Loads and stores of another size

    private CoreResult.MemoryAccess memory(int localType, int kernelType) {
        int struct = local.struct("foo", 64, at(0, "x", localType));
        kernel.struct("foo", 64, at(0, "x", kernelType));
        return core.value(FIELD_BYTE_OFFSET, struct, "0:0").memory();
    }

    @Test
    void unsignedIntegersMayBeLoadedInAnotherSize() {
        assertThat(memory(u32, kernelU64)).isEqualTo(new CoreResult.MemoryAccess(4, 8, true));
    }

    @Test
    void signedIntegersMayNot() {
        assertThat(memory(u32, kernel.sint("long", 8))).isEqualTo(new CoreResult.MemoryAccess(4, 8, false));
    }

    @Test
    void signedCharactersMay() {
        int character = local.add(new BtfType.Int("char", 1, BtfType.Int.SIGNED | BtfType.Int.CHAR, 0, 8));

        assertThat(memory(character, kernelU64)).isEqualTo(new CoreResult.MemoryAccess(1, 8, true));
    }

    @Test
    void pointersMay() {
        assertThat(memory(local.ptr(0), kernel.ptr(0))).isEqualTo(new CoreResult.MemoryAccess(8, 8, true));
    }

    @Test
    void structsMayNot() {
        int one = local.struct("one", 4);
        int other = kernel.struct("other", 8);

        assertThat(memory(one, other)).isEqualTo(new CoreResult.MemoryAccess(4, 8, false));
    }

    @Test
    void aFieldThatBecameABitfieldMayNot() {
        int struct = local.struct("foo", 4, at(0, "x", u32));
        kernel.bitStruct("foo", 8, bits(35, 4, "x", kernelU32));

        assertThat(core.value(FIELD_BYTE_OFFSET, struct, "0:0"))
                .isEqualTo(new CoreResult.Value(0, 4, true, new CoreResult.MemoryAccess(4, 0, false)));
    }

    // Bitfields

    @ByteOrders
    void aBitfieldAcrossItsUnitTakesALargerLoad(ByteOrder order) {
        var fixture = new CoreFixture(order);
        int u16 = fixture.local.uint("unsigned short", 2);
        int struct = fixture.local.bitStruct("foo", 8, bits(12, 10, "x", u16));
        int kernelU16 = fixture.kernel.uint("unsigned short", 2);
        fixture.kernel.bitStruct("foo", 16, bits(62, 2, "x", kernelU16));

        assertThat(fixture.value(FIELD_BYTE_SIZE, struct, "0:0")).isEqualTo(new CoreResult.Value(4, 2, false, null));
        assertThat(fixture.value(FIELD_BYTE_OFFSET, struct, "0:0").targetValue())
                .isEqualTo(6);
        assertThat(fixture.value(FIELD_RSHIFT_U64, struct, "0:0")).isEqualTo(new CoreResult.Value(54, 62, true, null));
    }

    @Test
    void aBitfieldThatNoLoadHolds() {
        int u64 = local.uint("unsigned long", 8);
        int struct = local.bitStruct("foo", 16, bits(60, 10, "x", u64));

        assertFails(
                FIELD_BYTE_OFFSET,
                struct,
                "0:0",
                "struct foo.x (byte_off): bitfield x does not fit one load of 8 bytes");
        assertThat(core.value(FIELD_EXISTS, struct, "0:0").targetValue()).isZero();
    }

    @Test
    void aBitfieldOfNothing() {
        int struct =
                local.add(new BtfType.Struct("foo", 4, true, List.of(new Member("x", local.struct("empty", 0), 0, 3))));

        assertFails(FIELD_BYTE_OFFSET, struct, "0:0", "struct foo.x (byte_off): bitfield of a type without size");
    }

    // What makes no sense

    @Test
    void elementsHaveNoSign() {
        int struct = local.struct("foo", 40, at(0, "a", local.array(u32, 10)));

        assertFails(FIELD_SIGNED, struct, "0:0:1", "struct foo.a[1] (signed): an element of an array has no signed");
    }

    @Test
    void signsOfEnumerations() {
        int plus = local.enumeration("plus", 4, false, "A", 1);
        int minus = local.enumeration("minus", 4, true, "B", -1);
        int struct = local.struct("foo", 16, at(0, "plus", plus), at(4, "minus", minus), at(8, "p", local.ptr(0)));

        assertThat(((CoreResult.Poison) core.resolve(FIELD_SIGNED, struct, "0:0")).reason())
                .contains("foo.plus");
        Btf btf = local.build(ByteOrder.LITTLE_ENDIAN);
        assertThat(signed(btf, struct, 0)).isFalse();
        assertThat(signed(btf, struct, 1)).isTrue();
        assertThat(signed(btf, struct, 2)).isFalse();
    }

    private static boolean signed(Btf btf, int struct, int index) {
        Member member = ((BtfType.Struct) btf.type(struct)).members().get(index);
        var step = new CoreAccess.Step(struct, index, member.name());
        return FieldShape.of(new Spot(btf, struct, step, member.bitOffset())).signed();
    }

    @Test
    void sizesOfWhatHasNone() {
        int forward = local.add(new BtfType.Fwd("foo", false));

        assertFails(TYPE_SIZE, forward, "0", "fwd foo (type_size): fwd foo has no size");
    }

    @Test
    void sizesOfWhatHasNoneInTheKernel() {
        int struct = local.struct("foo", 4, at(0, "x", local.typedef("t", u32)));
        int typedef = local.typedef("t", u32);
        kernel.typedef("t", kernel.add(new BtfType.Fwd("gone", false)));

        assertThat(core.value(TYPE_SIZE, typedef, "0").targetValue()).isZero();
        assertThat(core.value(FIELD_EXISTS, struct, "0:0").targetValue()).isZero();
    }

    @Test
    void accessesThatLeadNowhere() {
        int struct = local.struct("foo", 4, at(0, "x", u32));

        assertFails(FIELD_EXISTS, struct, "0:9", "struct foo: access string \"0:9\" has index 9, struct foo has 1");
        assertFails(
                FIELD_EXISTS,
                struct,
                "2147483647:0",
                "struct foo: access string \"2147483647:0\" leads more than 2 GiB away");
    }
}
