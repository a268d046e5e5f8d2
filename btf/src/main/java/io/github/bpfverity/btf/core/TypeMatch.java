package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.EnumValue;
import io.github.bpfverity.btf.EssentialName;
import io.github.bpfverity.btf.Member;
import java.util.List;

/**
 * Whether a kernel's type has all that a program's type declares: names, kinds, sizes of integers and
 * enumerations, lengths of arrays. Behind a pointer a struct need only have the name. This is the strictest of
 * the comparisons, asked for by {@code TYPE_MATCHES}.
 */
final class TypeMatch {
    private static final int MAX_DEPTH = 32;

    private final Btf local;
    private final Btf target;

    TypeMatch(Btf local, Btf target) {
        this.local = local;
        this.target = target;
    }

    boolean matches(int localId, int targetId) {
        return matches(localId, targetId, false, MAX_DEPTH);
    }

    private boolean matches(int localId, int targetId, boolean behindPointer, int depth) {
        if (depth == 0) {
            throw new CoreException(local.describe(localId) + " is nested too deep to compare");
        }
        BtfType localType = local.type(local.resolve(localId));
        BtfType targetType = target.type(target.resolve(targetId));
        if (!EssentialName.same(localType.name(), targetType.name())) {
            return false;
        }
        BtfKind targetKind = targetType.kind();
        int next = depth - 1;
        return switch (localType.kind()) {
            case VOID -> targetKind == BtfKind.VOID;
            case FWD -> matchForward((BtfType.Fwd) localType, targetType, behindPointer);
            case ENUM, ENUM64 ->
                targetType instanceof BtfType.Enumeration other
                        && matchEnumeration((BtfType.Enumeration) localType, other);
            case STRUCT, UNION ->
                behindPointer
                        ? matchByKind(localType.kind(), targetType)
                        : targetKind == localType.kind()
                                && matchMembers((BtfType.Composite) localType, (BtfType.Composite) targetType, next);
            case INT -> targetType instanceof BtfType.Int other && matchInt((BtfType.Int) localType, other);
            case PTR ->
                targetType instanceof BtfType.Ptr other
                        && matches(((BtfType.Ptr) localType).type(), other.type(), true, next);
            case ARRAY ->
                targetType instanceof BtfType.Array other
                        && matchArray((BtfType.Array) localType, other, behindPointer, next);
            case FUNC_PROTO ->
                targetType instanceof BtfType.FuncProto other
                        && matchPrototype((BtfType.FuncProto) localType, other, behindPointer, next);
            case TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, VAR, DATASEC, FLOAT, DECL_TAG, TYPE_TAG, OTHER -> false;
        };
    }

    private static boolean matchForward(BtfType.Fwd localType, BtfType targetType, boolean behindPointer) {
        if (targetType instanceof BtfType.Fwd other) {
            return localType.union() == other.union();
        }
        return behindPointer && targetType.kind() == (localType.union() ? BtfKind.UNION : BtfKind.STRUCT);
    }

    private static boolean matchByKind(BtfKind localKind, BtfType targetType) {
        return targetType.kind() == localKind
                || targetType instanceof BtfType.Fwd forward && forward.union() == (localKind == BtfKind.UNION);
    }

    private static boolean matchInt(BtfType.Int localType, BtfType.Int targetType) {
        return localType.size() == targetType.size() && localType.signed() == targetType.signed();
    }

    private static boolean matchEnumeration(BtfType.Enumeration localType, BtfType.Enumeration targetType) {
        List<EnumValue> targets = targetType.values();
        return localType.size() == targetType.size()
                && localType.values().size() <= targets.size()
                && localType.values().stream()
                        .allMatch(value ->
                                targets.stream().anyMatch(other -> EssentialName.same(value.name(), other.name())));
    }

    private boolean matchMembers(BtfType.Composite localType, BtfType.Composite targetType, int depth) {
        return localType.members().size() <= targetType.members().size()
                && localType.members().stream().allMatch(member -> hasMember(targetType, member, depth));
    }

    private boolean hasMember(BtfType.Composite targetType, Member member, int depth) {
        return targetType.members().stream()
                .anyMatch(other -> EssentialName.same(member.name(), other.name())
                        && matches(member.type(), other.type(), false, depth));
    }

    private boolean matchArray(BtfType.Array localType, BtfType.Array targetType, boolean behindPointer, int depth) {
        return localType.count() == targetType.count()
                && matches(localType.element(), targetType.element(), behindPointer, depth);
    }

    private boolean matchPrototype(
            BtfType.FuncProto localType, BtfType.FuncProto targetType, boolean behindPointer, int depth) {
        int count = localType.params().size();
        if (count != targetType.params().size()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            int localParam = localType.params().get(i).type();
            int targetParam = targetType.params().get(i).type();
            if (!matches(localParam, targetParam, behindPointer, depth)) {
                return false;
            }
        }
        return matches(localType.returns(), targetType.returns(), behindPointer, depth);
    }
}
