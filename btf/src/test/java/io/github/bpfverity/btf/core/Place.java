package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.core.CType.Composite;
import io.github.bpfverity.btf.core.CType.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an access leads in a C type: the reference that relocations are compared with.
 *
 * @param type of what is there
 * @param bitOffset from where the pointer points
 * @param bits of a bitfield, else 0
 * @param field false for an element of an array, which is no field
 */
record Place(CType type, long bitOffset, int bits, boolean field) {

    /** A step by name, or else by index. */
    record Step(String name, int index) {}

    /**
     * An access as a program has it.
     *
     * @param text as {@code .BTF.ext} writes it
     * @param steps what it means on any kernel: names, and indices of elements
     */
    record Access(String text, List<Step> steps) {
        /** Draws one that ends at something with a name or at an element. */
        static Access of(Composite root, Draws draws) {
            int first = draws.once(4) ? draws.below(3) : 0;
            StringBuilder text = new StringBuilder(Integer.toString(first));
            List<Step> steps = new ArrayList<>(List.of(new Step("", first)));
            CType at = root;
            boolean canEnd = true;
            while (!(canEnd && draws.once(4)) && (at instanceof Composite || at instanceof CType.Array)) {
                if (at instanceof CType.Array array) {
                    int index = draws.below(array.count());
                    steps.add(new Step("", index));
                    text.append(':').append(index);
                    at = array.element();
                    canEnd = true;
                } else {
                    int index = draws.below(((Composite) at).fields().size());
                    Field field = ((Composite) at).fields().get(index);
                    text.append(':').append(index);
                    if (!field.isAnonymous()) {
                        steps.add(new Step(field.name(), 0));
                    }
                    canEnd = !field.isAnonymous();
                    at = field.type();
                }
            }
            return new Access(text.toString(), steps);
        }
    }

    /** Follows an access through a root; null where it leads nowhere. {@code like} is the same in the program. */
    static Place of(Composite root, Access access, Composite like) {
        Place at = start(root, access);
        Place model = start(like, access);
        for (Step step : access.steps().subList(1, access.steps().size())) {
            Place next = at.enter(step);
            model = model.enter(step);
            if (next == null || next.field() && !alike(model.type(), next.type())) {
                return null;
            }
            at = next;
        }
        return at;
    }

    private static Place start(Composite root, Access access) {
        return new Place(root, access.steps().get(0).index() * root.size() * 8, 0, false);
    }

    private Place enter(Step step) {
        if (step.name().isEmpty()) {
            return type instanceof CType.Array array && step.index() < array.count()
                    ? new Place(
                            array.element(),
                            bitOffset + 8 * step.index() * array.element().size(),
                            0,
                            false)
                    : null;
        }
        return type instanceof Composite composite ? find(composite, step.name(), bitOffset) : null;
    }

    private static Place find(Composite composite, String name, long from) {
        List<Long> offsets = composite.bitOffsets();
        for (int i = 0; i < offsets.size(); i++) {
            Field field = composite.fields().get(i);
            long at = from + offsets.get(i);
            if (field.name().equals(name)) {
                return new Place(field.type(), at, field.bits(), true);
            }
            if (field.isAnonymous() && field.type() instanceof Composite inner) {
                Place found = find(inner, name, at);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** A field is the same one if it is of the same sort; sizes and signs may have changed. */
    private static boolean alike(CType one, CType other) {
        if (one instanceof CType.Array array && other instanceof CType.Array others) {
            return alike(array.element(), others.element());
        }
        if (one instanceof CType.Number number && other instanceof CType.Number others) {
            return number.enumeration() == others.enumeration();
        }
        return one.getClass() == other.getClass();
    }

    boolean isScalar() {
        return type instanceof CType.Number || type instanceof CType.Pointer;
    }

    long bitSize() {
        return bits > 0 ? bits : 8 * type.size();
    }

    /** Whether one load can have all of it. */
    boolean fits() {
        return bits == 0 || loadSize() > 0;
    }

    /** The bytes of the smallest aligned load that has all of a bitfield; 0 if there is none. */
    long loadSize() {
        if (bits == 0) {
            return type.size();
        }
        for (long size = type.size(); size <= 8; size *= 2) {
            long first = bitOffset / (8 * size);
            long last = (bitOffset + bits - 1) / (8 * size);
            if (first == last) {
                return size;
            }
        }
        return 0;
    }

    long loadOffset() {
        return bits == 0 ? bitOffset / 8 : bitOffset / (8 * loadSize()) * loadSize();
    }
}
