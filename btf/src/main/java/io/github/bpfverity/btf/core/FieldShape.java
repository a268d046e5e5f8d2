package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.CoreAccess.Step;
import io.github.bpfverity.btf.Member;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Where a field lies and how it is loaded.
 *
 * @param type the id of the field's type, typedefs and qualifiers resolved
 * @param byteOffset where a load of {@code byteSize} begins
 * @param byteSize what has to be loaded to have the whole field
 * @param bitOffset where the field itself begins, in bits
 * @param bitSize how many bits it has
 * @param bitfield true if it is declared with a number of bits
 * @param element true if it is an element of an array, which has no declaration of its own
 */
record FieldShape(
        Btf btf,
        int type,
        long byteOffset,
        long byteSize,
        long bitOffset,
        long bitSize,
        boolean bitfield,
        boolean element) {
    private static final int MAX_LOAD_SIZE = 8;

    static FieldShape of(Spot spot) {
        Btf btf = spot.btf();
        Step last = Objects.requireNonNull(spot.last());
        if (last.name() == null) {
            return plain(btf, last.type(), spot.bitOffset(), true);
        }
        Member member = btf.member(last.type(), last.index());
        int type = btf.resolve(member.type());
        return member.bitfieldSize() > 0
                ? bitfield(btf, type, spot.bitOffset(), member)
                : plain(btf, type, spot.bitOffset(), false);
    }

    private static FieldShape plain(Btf btf, int type, long bitOffset, boolean element) {
        long size = size(btf, type);
        return new FieldShape(btf, type, bitOffset / 8, size, bitOffset, size * 8, false, element);
    }

    /** Finds the smallest aligned load that has the whole bitfield. */
    private static FieldShape bitfield(Btf btf, int type, long bitOffset, Member member) {
        long size = size(btf, type);
        long offset = alignDown(bitOffset / 8, size);
        while (size > 0 && bitOffset + member.bitfieldSize() > (offset + size) * 8) {
            if (size >= MAX_LOAD_SIZE) {
                throw new CoreException("bitfield " + member.name() + " does not fit one load of 8 bytes");
            }
            size *= 2;
            offset = alignDown(bitOffset / 8, size);
        }
        return new FieldShape(btf, type, offset, size, bitOffset, member.bitfieldSize(), true, false);
    }

    private static long alignDown(long offset, long size) {
        if (size == 0) {
            throw new CoreException("bitfield of a type without size");
        }
        return offset / size * size;
    }

    private static long size(Btf btf, int type) {
        OptionalLong size = btf.sizeOf(type);
        return size.orElseThrow(() -> new CoreException(btf.describe(type) + " has no size"));
    }

    boolean signed() {
        BtfKind kind = btf.kind(type);
        boolean number = kind == BtfKind.INT || kind.isEnum();
        return number && isSigned(btf.type(type));
    }

    private static boolean isSigned(BtfType number) {
        return number instanceof BtfType.Enumeration enumeration && enumeration.signed()
                || number instanceof BtfType.Int integer && integer.signed();
    }

    /** By how much a loaded 64-bit value is shifted left so that the field's top bit becomes its top bit. */
    long leftShift() {
        return btf.order() == ByteOrder.LITTLE_ENDIAN
                ? 64 - (bitOffset + bitSize - byteOffset * 8)
                : (8 - byteSize) * 8 + (bitOffset - byteOffset * 8);
    }

    /** By how much it is then shifted right to become the field's value. */
    long rightShift() {
        return 64 - bitSize;
    }

    /** The bytes that one load or store takes: of an array, an element; of a bitfield, nothing certain (0). */
    long accessSize() {
        if (bitfield) {
            return 0;
        }
        int id = type;
        while (btf.kind(id) == BtfKind.ARRAY) {
            id = btf.resolve(((BtfType.Array) btf.type(id)).element());
        }
        return size(btf, id);
    }

    /** True if a load of another size gives the same value: zeros fill what a smaller load leaves. */
    static boolean adjustable(FieldShape local, FieldShape target) {
        if (local.bitfield || target.bitfield) {
            return false;
        }
        return local.isPointer() && target.isPointer() || local.isUnsigned() && target.isUnsigned();
    }

    private boolean isPointer() {
        return btf.kind(type) == BtfKind.PTR;
    }

    /** As relo_core.c has it: an integer with any encoding other than exactly "signed", {@code char} included. */
    private boolean isUnsigned() {
        return btf.kind(type) == BtfKind.INT && ((BtfType.Int) btf.type(type)).encoding() != BtfType.Int.SIGNED;
    }
}
