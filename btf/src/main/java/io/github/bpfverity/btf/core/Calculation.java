package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.CoreAccess;
import io.github.bpfverity.btf.CoreAccess.Step;
import io.github.bpfverity.btf.CoreRelocationKind;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The answer to one relocation, from the candidates that have what it asks about. */
final class Calculation {
    private final CoreRelocationKind kind;
    private final Spot local;
    private final long localValue;
    private @Nullable Spot target;
    private String module = "";
    private long targetValue;

    /** Computes the program's own value, which fails if the relocation makes no sense. */
    Calculation(CoreAccess access) {
        this.kind = access.relocation().kind();
        List<Step> steps = access.steps();
        Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
        this.local = new Spot(access.btf(), access.relocation().typeId(), last, access.bitOffset());
        this.localValue = value(local);
    }

    /** Takes what one candidate has, which must be what the others have. */
    void add(Spot spot, String module) {
        long value = value(spot);
        if (target == null) {
            this.target = spot;
            this.module = module;
            this.targetValue = value;
        } else if (spot.bitOffset() != target.bitOffset() || value != targetValue) {
            throw new CoreException("candidates disagree: type id %d in %s has %s, type id %d in %s has %s"
                    .formatted(
                            target.root(),
                            this.module,
                            show(target, targetValue),
                            spot.root(),
                            module,
                            show(spot, value)));
        }
    }

    private static String show(Spot spot, long value) {
        return spot.bitOffset() == 0 ? Long.toString(value) : value + " at bit " + spot.bitOffset();
    }

    /**
     * The answer.
     *
     * @param reason why no candidate has it, asked for only when there is none
     */
    CoreResult result(Supplier<String> reason) {
        if (target != null) {
            return new CoreResult.Value(localValue, targetValue, validate(), memory(target));
        }
        return needsTarget()
                ? new CoreResult.Poison(reason.get())
                : new CoreResult.Value(localValue, 0, validate(), null);
    }

    private long value(Spot spot) {
        return switch (kind) {
            case FIELD_BYTE_OFFSET -> FieldShape.of(spot).byteOffset();
            case FIELD_BYTE_SIZE -> FieldShape.of(spot).byteSize();
            case FIELD_SIGNED -> member(spot).signed() ? 1 : 0;
            case FIELD_LSHIFT_U64 -> member(spot).leftShift();
            case FIELD_RSHIFT_U64 -> member(spot).rightShift();
            case FIELD_EXISTS, TYPE_EXISTS, TYPE_MATCHES, ENUMVAL_EXISTS -> 1;
            case TYPE_ID_LOCAL, TYPE_ID_TARGET -> spot.root();
            case TYPE_SIZE ->
                spot.btf()
                        .sizeOf(spot.root())
                        .orElseThrow(() -> new CoreException(spot.btf().describe(spot.root()) + " has no size"));
            case ENUMVAL_VALUE -> enumValue(spot);
        };
    }

    private FieldShape member(Spot spot) {
        FieldShape shape = FieldShape.of(spot);
        if (shape.element()) {
            throw new CoreException("an element of an array has no " + kind.label());
        }
        return shape;
    }

    /** Values of up to 32 bits are extended as signed whatever the type says, as relo_core.c does. */
    private static long enumValue(Spot spot) {
        Step last = Objects.requireNonNull(spot.last());
        long value = spot.btf().value(last.type(), last.index()).value();
        return spot.btf().kind(last.type()) == BtfKind.ENUM ? (int) value : value;
    }

    /** False where compilers are free to differ: how to load a bitfield, and ids that linking changes. */
    private boolean validate() {
        return switch (kind) {
            case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_LSHIFT_U64 ->
                !FieldShape.of(local).bitfield();
            case TYPE_ID_LOCAL, TYPE_ID_TARGET -> false;
            case FIELD_EXISTS, FIELD_SIGNED, FIELD_RSHIFT_U64, TYPE_EXISTS, TYPE_SIZE, TYPE_MATCHES -> true;
            case ENUMVAL_EXISTS, ENUMVAL_VALUE -> true;
        };
    }

    private CoreResult.@Nullable MemoryAccess memory(Spot found) {
        if (kind != CoreRelocationKind.FIELD_BYTE_OFFSET) {
            return null;
        }
        FieldShape one = FieldShape.of(local);
        FieldShape other = FieldShape.of(found);
        return new CoreResult.MemoryAccess(one.accessSize(), other.accessSize(), FieldShape.adjustable(one, other));
    }

    /** True if a relocation that finds nothing makes its instruction unusable, instead of saying so. */
    private boolean needsTarget() {
        return switch (kind) {
            case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_SIGNED, FIELD_LSHIFT_U64, FIELD_RSHIFT_U64 -> true;
            case ENUMVAL_VALUE -> true;
            case FIELD_EXISTS, TYPE_ID_LOCAL, TYPE_ID_TARGET, TYPE_EXISTS, TYPE_SIZE -> false;
            case ENUMVAL_EXISTS, TYPE_MATCHES -> false;
        };
    }
}
