package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.EssentialName;

/**
 * Whether two types are alike enough that one may stand for the other: for the fields of structs by one rule,
 * for whole types by another.
 */
final class TypeCompatibility {
    /** How far functions, pointers and arrays are followed, as in relo_core.c. */
    private static final int MAX_DEPTH = 32;

    private final Btf local;
    private final Btf target;

    TypeCompatibility(Btf local, Btf target) {
        this.local = local;
        this.target = target;
    }

    /** True for equal kinds, and for enumerations of either width. */
    static boolean sameKind(BtfKind one, BtfKind other) {
        return one == other || one.isEnum() && other.isEnum();
    }

    /**
     * True if a field of the one type may be found as a field of the other. Structs and unions may be any,
     * sizes and signs of integers differ between kernels, and what a pointer points to is not looked at.
     */
    boolean fields(int localId, int targetId) {
        BtfType localType = local.type(local.resolve(localId));
        BtfType targetType = target.type(target.resolve(targetId));
        if (localType.kind().isComposite() && targetType.kind().isComposite()) {
            return true;
        }
        if (!sameKind(localType.kind(), targetType.kind())) {
            return false;
        }
        return switch (localType.kind()) {
            case PTR, FLOAT -> true;
            case FWD, ENUM, ENUM64 ->
                localType.name().isEmpty()
                        || targetType.name().isEmpty()
                        || EssentialName.same(localType.name(), targetType.name());
            case INT -> bothWithoutOffset(localType, targetType);
            case ARRAY -> fields(((BtfType.Array) localType).element(), ((BtfType.Array) targetType).element());
            case VOID, STRUCT, UNION, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO -> false;
            case VAR, DATASEC, DECL_TAG, TYPE_TAG, OTHER -> false;
        };
    }

    /** True if the one type exists as the other: kinds agree, all the way through pointers and parameters. */
    boolean types(int localId, int targetId) {
        return sameKind(local.kind(localId), target.kind(targetId)) && types(localId, targetId, MAX_DEPTH);
    }

    private boolean types(int localId, int targetId, int depth) {
        if (depth == 0) {
            throw new CoreException(local.describe(localId) + " is nested too deep to compare");
        }
        BtfType localType = local.type(local.resolve(localId));
        BtfType targetType = target.type(target.resolve(targetId));
        if (!sameKind(localType.kind(), targetType.kind())) {
            return false;
        }
        return switch (localType.kind()) {
            case VOID, STRUCT, UNION, ENUM, FWD, ENUM64 -> true;
            case INT -> bothWithoutOffset(localType, targetType);
            case PTR -> types(((BtfType.Ptr) localType).type(), ((BtfType.Ptr) targetType).type(), depth - 1);
            case ARRAY ->
                types(((BtfType.Array) localType).element(), ((BtfType.Array) targetType).element(), depth - 1);
            case FUNC_PROTO -> prototypes((BtfType.FuncProto) localType, (BtfType.FuncProto) targetType, depth - 1);
            case TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, VAR, DATASEC, FLOAT, DECL_TAG, TYPE_TAG, OTHER -> false;
        };
    }

    private boolean prototypes(BtfType.FuncProto localProto, BtfType.FuncProto targetProto, int depth) {
        int count = localProto.params().size();
        if (count != targetProto.params().size()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!types(
                    localProto.params().get(i).type(),
                    targetProto.params().get(i).type(),
                    depth)) {
                return false;
            }
        }
        return types(localProto.returns(), targetProto.returns(), depth);
    }

    /** Integers that begin inside a byte are how old compilers wrote bitfields. */
    private static boolean bothWithoutOffset(BtfType localType, BtfType targetType) {
        return ((BtfType.Int) localType).bitOffset() == 0 && ((BtfType.Int) targetType).bitOffset() == 0;
    }
}
