package io.github.bpfverity.btf;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Sizes and alignments of types, on a machine with 64-bit pointers. */
final class TypeLayout {
    /** BPF and every kernel that it runs in here have pointers of 8 bytes. */
    static final int POINTER_SIZE = 8;

    private final TypeBlock types;
    private final @Nullable Btf base;
    private final int firstId;
    /** Alignments of structs and unions that were asked for, 0 for others; without it, nesting would multiply. */
    private volatile byte @Nullable [] compositeAligns;

    TypeLayout(TypeBlock types, @Nullable Btf base, int firstId) {
        this.types = types;
        this.base = base;
        this.firstId = firstId;
    }

    OptionalLong sizeOf(int id) {
        if (id < firstId) {
            return base == null ? OptionalLong.empty() : base.sizeOf(id);
        }
        int index = id - firstId;
        return switch (types.kind(index)) {
            case INT, STRUCT, UNION, ENUM, ENUM64, FLOAT, DATASEC ->
                OptionalLong.of(Integer.toUnsignedLong(types.sizeOrType(index)));
            case PTR -> OptionalLong.of(POINTER_SIZE);
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR -> sizeOf(types.sizeOrType(index));
            case ARRAY -> arraySize(index);
            case VOID, FWD, FUNC, FUNC_PROTO, DECL_TAG, OTHER -> OptionalLong.empty();
        };
    }

    private OptionalLong arraySize(int index) {
        OptionalLong element = sizeOf(types.tail(index, 0));
        return element.isEmpty()
                ? element
                : OptionalLong.of(element.getAsLong() * Integer.toUnsignedLong(types.tail(index, 2)));
    }

    int alignOf(int id) {
        if (id < firstId) {
            return base == null ? 1 : base.alignOf(id);
        }
        int index = id - firstId;
        return switch (types.kind(index)) {
            case INT, ENUM, ENUM64, FLOAT -> scalarAlign(Integer.toUnsignedLong(types.sizeOrType(index)));
            case PTR -> POINTER_SIZE;
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR -> alignOf(types.sizeOrType(index));
            case ARRAY -> alignOf(types.tail(index, 0));
            case STRUCT, UNION -> knownCompositeAlign(index);
            case VOID, FWD, FUNC, FUNC_PROTO, DATASEC, DECL_TAG, OTHER -> 1;
        };
    }

    /** A scalar is aligned to its size, up to a pointer's. */
    private static int scalarAlign(long size) {
        return size == 0 ? 1 : (int) Math.min(POINTER_SIZE, Long.lowestOneBit(size));
    }

    private int knownCompositeAlign(int index) {
        byte[] known = compositeAligns;
        if (known == null) {
            // Threads that meet here may lose what the others found, and find it again.
            known = new byte[types.count()];
            compositeAligns = known;
        }
        if (known[index] == 0) {
            known[index] = (byte) compositeAlign(index);
        }
        return known[index];
    }

    /** The alignment of the strictest member, or 1 if some member's place shows that the type is packed. */
    private int compositeAlign(int index) {
        int align = 1;
        for (int i = 0; i < types.vlen(index); i++) {
            int memberAlign = alignOf(types.tail(index, 3 * i + 1));
            int offset = types.tail(index, 3 * i + 2);
            boolean bitfield = types.kindFlag(index) && offset >>> 24 != 0;
            if (!bitfield && Integer.toUnsignedLong(offset) % (8L * memberAlign) != 0) {
                return 1;
            }
            align = Math.max(align, memberAlign);
        }
        return Integer.toUnsignedLong(types.sizeOrType(index)) % align == 0 ? align : 1;
    }
}
