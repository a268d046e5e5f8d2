package io.github.bpfverity.btf.core;

import static io.github.bpfverity.btf.CoreRelocationKind.*;
import static io.github.bpfverity.btf.Types.at;
import static io.github.bpfverity.btf.Types.bits;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.btf.ByteOrders;
import io.github.bpfverity.btf.CoreRelocationKind;
import java.nio.ByteOrder;

/** Each of the 13 kinds, found and not found, in both byte orders. */
class CoreKindsTest {
    /** A program that knows three fields of a struct, and a kernel where they lie elsewhere. */
    private static final class Session {
        final CoreFixture core;
        final int struct;
        final int missing;
        final int kernelStruct;

        Session(ByteOrder order) {
            core = new CoreFixture(order);
            int u32 = core.local.uint("unsigned int", 4);
            int s64 = core.local.sint("long", 8);
            struct = core.local.bitStruct(
                    "session",
                    24,
                    at(0, "id", u32),
                    at(8, "time", s64),
                    bits(128, 5, "state", u32),
                    at(20, "gone", u32));
            missing = core.local.struct("no_such", 4, at(0, "id", u32));

            core.kernel.sint("int", 4);
            int kernelU64 = core.kernel.uint("unsigned long", 8);
            int kernelU32 = core.kernel.uint("unsigned int", 4);
            kernelStruct = core.kernel.bitStruct(
                    "session",
                    40,
                    at(0, "pad", kernelU64),
                    at(8, "id", kernelU64),
                    bits(128 + 35, 7, "state", kernelU32),
                    at(32, "time", kernelU64));
        }

        CoreResult.Value value(CoreRelocationKind kind, String access) {
            return core.value(kind, struct, access);
        }
    }

    private static CoreResult.Value value(long local, long target) {
        return new CoreResult.Value(local, target, true, null);
    }

    @ByteOrders
    void byteOffsetOfAField(ByteOrder order) {
        assertThat(new Session(order).value(FIELD_BYTE_OFFSET, "0:1"))
                .isEqualTo(new CoreResult.Value(8, 32, true, new CoreResult.MemoryAccess(8, 8, false)));
    }

    @ByteOrders
    void byteOffsetOfAFieldOfAnotherSize(ByteOrder order) {
        CoreResult.Value id = new Session(order).value(FIELD_BYTE_OFFSET, "0:0");

        assertThat(id).isEqualTo(new CoreResult.Value(0, 8, true, new CoreResult.MemoryAccess(4, 8, true)));
        assertThat(id.memory().changes()).isTrue();
    }

    @ByteOrders
    void byteOffsetOfABitfieldIsThatOfItsLoad(ByteOrder order) {
        assertThat(new Session(order).value(FIELD_BYTE_OFFSET, "0:2"))
                .isEqualTo(new CoreResult.Value(16, 20, false, new CoreResult.MemoryAccess(0, 0, false)));
    }

    @ByteOrders
    void byteOffsetNotFound(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.core.poison(FIELD_BYTE_OFFSET, session.struct, "0:3"))
                .isEqualTo("struct session.gone (byte_off): struct session has no member gone in vmlinux");
        assertThat(session.core.poison(FIELD_BYTE_OFFSET, session.missing, "0:0"))
                .isEqualTo("struct no_such.id (byte_off): there is no struct no_such in vmlinux");
    }

    @ByteOrders
    void byteSize(ByteOrder order) {
        assertThat(new Session(order).value(FIELD_BYTE_SIZE, "0:0")).isEqualTo(value(4, 8));
    }

    @ByteOrders
    void byteSizeNotFound(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.core.poison(FIELD_BYTE_SIZE, session.struct, "0:3"))
                .startsWith("struct session.gone (byte_sz): ");
    }

    @ByteOrders
    void fieldExists(ByteOrder order) {
        assertThat(new Session(order).value(FIELD_EXISTS, "0:0")).isEqualTo(value(1, 1));
    }

    @ByteOrders
    void fieldExistsNotFound(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.value(FIELD_EXISTS, "0:3")).isEqualTo(value(1, 0));
        assertThat(session.core.value(FIELD_EXISTS, session.missing, "0:0")).isEqualTo(value(1, 0));
    }

    @ByteOrders
    void fieldSigned(ByteOrder order) {
        assertThat(new Session(order).value(FIELD_SIGNED, "0:1")).isEqualTo(value(1, 0));
    }

    @ByteOrders
    void fieldSignedNotFound(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.core.poison(FIELD_SIGNED, session.struct, "0:3"))
                .startsWith("struct session.gone (signed): ");
    }

    /** In a 4-byte load at 16, bits 0 to 4 (of 24 with the load); in the kernel one at 20, bits 3 to 9. */
    @ByteOrders
    void leftShift(ByteOrder order) {
        boolean little = order == ByteOrder.LITTLE_ENDIAN;

        assertThat(new Session(order).value(FIELD_LSHIFT_U64, "0:2"))
                .isEqualTo(new CoreResult.Value(little ? 64 - 5 : 32, little ? 64 - 10 : 32 + 3, false, null));
    }

    @ByteOrders
    void leftShiftOfAPlainField(ByteOrder order) {
        assertThat(new Session(order).value(FIELD_LSHIFT_U64, "0:0")).isEqualTo(value(32, 0));
    }

    @ByteOrders
    void leftShiftNotFound(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.core.poison(FIELD_LSHIFT_U64, session.struct, "0:3"))
                .startsWith("struct session.gone (lshift_u64): ");
    }

    @ByteOrders
    void rightShift(ByteOrder order) {
        assertThat(new Session(order).value(FIELD_RSHIFT_U64, "0:2")).isEqualTo(value(64 - 5, 64 - 7));
    }

    @ByteOrders
    void rightShiftNotFound(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.core.poison(FIELD_RSHIFT_U64, session.struct, "0:3"))
                .startsWith("struct session.gone (rshift_u64): ");
    }

    @ByteOrders
    void localTypeIdNeedsNoKernelType(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.core.value(TYPE_ID_LOCAL, session.missing, "0"))
                .isEqualTo(new CoreResult.Value(session.missing, session.missing, false, null));
    }

    @ByteOrders
    void targetTypeId(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.value(TYPE_ID_TARGET, "0"))
                .isEqualTo(new CoreResult.Value(session.struct, session.kernelStruct, false, null));
    }

    @ByteOrders
    void targetTypeIdNotFound(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.core.value(TYPE_ID_TARGET, session.missing, "0"))
                .isEqualTo(new CoreResult.Value(session.missing, 0, false, null));
    }

    @ByteOrders
    void typeExists(ByteOrder order) {
        assertThat(new Session(order).value(TYPE_EXISTS, "0")).isEqualTo(value(1, 1));
    }

    @ByteOrders
    void typeExistsNotFound(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.core.value(TYPE_EXISTS, session.missing, "0")).isEqualTo(value(1, 0));
    }

    @ByteOrders
    void typeSize(ByteOrder order) {
        assertThat(new Session(order).value(TYPE_SIZE, "0")).isEqualTo(value(24, 40));
    }

    @ByteOrders
    void typeSizeNotFound(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.core.value(TYPE_SIZE, session.missing, "0")).isEqualTo(value(4, 0));
    }

    @ByteOrders
    void typeMatches(ByteOrder order) {
        var core = new CoreFixture(order);
        int id = core.local.struct("pair___mine", 4, at(0, "second", core.local.uint("unsigned int", 4)));
        int u32 = core.kernel.uint("unsigned int", 4);
        core.kernel.struct("pair", 8, at(0, "first", u32), at(4, "second", u32));

        assertThat(core.value(TYPE_MATCHES, id, "0")).isEqualTo(value(1, 1));
    }

    @ByteOrders
    void typeMatchesNot(ByteOrder order) {
        var session = new Session(order);

        assertThat(session.value(TYPE_MATCHES, "0")).isEqualTo(value(1, 0));
    }

    /** A program that knows two values, and a kernel that numbers one differently and lacks the other. */
    private static final class Colours {
        final CoreFixture core;
        final int enumeration;
        final int wide;

        Colours(ByteOrder order) {
            core = new CoreFixture(order);
            enumeration = core.local.enumeration("colour", 4, false, "RED", 1, "BLUE", 2, "BLACK", 3);
            wide = core.local.enumeration64("wide", true, "LOW", -5, "HIGH", 1L << 40);
            core.kernel.enumeration("colour", 4, true, "BLUE", -7, "RED___new", 9);
            core.kernel.enumeration64("wide", false, "HIGH", 3L << 40);
        }
    }

    @ByteOrders
    void enumValueExists(ByteOrder order) {
        var colours = new Colours(order);

        assertThat(colours.core.value(ENUMVAL_EXISTS, colours.enumeration, "1")).isEqualTo(value(1, 1));
    }

    @ByteOrders
    void enumValueExistsNotFound(ByteOrder order) {
        var colours = new Colours(order);

        assertThat(colours.core.value(ENUMVAL_EXISTS, colours.enumeration, "2")).isEqualTo(value(1, 0));
    }

    @ByteOrders
    void enumValue(ByteOrder order) {
        var colours = new Colours(order);

        assertThat(colours.core.value(ENUMVAL_VALUE, colours.enumeration, "0")).isEqualTo(value(1, 9));
        assertThat(colours.core.value(ENUMVAL_VALUE, colours.enumeration, "1")).isEqualTo(value(2, -7));
        assertThat(colours.core.value(ENUMVAL_VALUE, colours.wide, "1")).isEqualTo(value(1L << 40, 3L << 40));
    }

    @ByteOrders
    void enumValueNotFound(ByteOrder order) {
        var colours = new Colours(order);

        assertThat(colours.core.poison(ENUMVAL_VALUE, colours.enumeration, "2"))
                .isEqualTo("enum colour::BLACK (enumval_value): enum colour has no value BLACK in vmlinux");
        assertThat(colours.core.poison(ENUMVAL_VALUE, colours.wide, "0"))
                .isEqualTo("enum64 wide::LOW (enumval_value): enum64 wide has no value LOW in vmlinux");
    }
}
