package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.core.CType.Composite;
import io.github.bpfverity.btf.core.CType.Field;
import java.util.ArrayList;
import java.util.List;

/** Makes a struct of numbers, and of a struct another version of it, as the next kernel would have it. */
final class CTypes {
    private static final int MAX_DEPTH = 3;

    private final Draws draws;
    private int names;

    CTypes(Draws draws) {
        this.draws = draws;
    }

    /** The struct that a program was compiled with. */
    Composite root() {
        return new Composite("root", false, draws.once(4), fields(1));
    }

    private List<Field> fields(int depth) {
        List<Field> fields = new ArrayList<>();
        int count = 1 + draws.below(4);
        for (int i = 0; i < count; i++) {
            fields.add(field(depth));
        }
        return fields;
    }

    private Field field(int depth) {
        int kind = draws.below(depth < MAX_DEPTH ? 8 : 5);
        return switch (kind) {
            case 0 -> named(number(), 0);
            case 1 -> bitfield();
            case 2 -> named(new CType.Pointer(), 0);
            case 3 -> named(new CType.Array(number(), 1 + draws.below(4)), 0);
            case 4 -> named(new CType.Real(draws.once(2) ? 4 : 8), 0);
            case 5 -> named(composite(depth), 0);
            case 6 -> new Field("", composite(depth), 0);
            default -> named(new CType.Array(composite(depth), 1 + draws.below(3)), 0);
        };
    }

    private Field named(CType type, int bits) {
        return new Field("f" + names++, type, bits);
    }

    private CType.Number number() {
        int size = 1 << draws.below(4);
        return new CType.Number(size, draws.once(2), draws.once(3));
    }

    private Field bitfield() {
        CType.Number number = number();
        return named(number, 1 + draws.below(8 * number.size64()));
    }

    private Composite composite(int depth) {
        return new Composite("", draws.once(2), draws.once(4), fields(depth + 1));
    }

    /** Another version: members moved, added, gone, wider, narrower, or put into anonymous structs and unions. */
    Composite changed(Composite old) {
        List<Field> fields = new ArrayList<>();
        for (Field field : old.fields()) {
            int change = draws.below(9);
            if (draws.once(3)) {
                fields.add(field(MAX_DEPTH)); // a new one
            }
            switch (change) {
                case 1 -> {} // gone
                case 2 -> fields.add(new Field(field.name(), number(), 0)); // of another type
                case 3 -> fields.add(resized(field));
                case 4 -> fields.add(new Field("", new Composite("", draws.once(2), false, List.of(field)), 0));
                default -> fields.add(new Field(field.name(), inside(field.type()), field.bits()));
            }
        }
        return new Composite(old.name(), old.union(), draws.once(4), shuffled(fields));
    }

    private CType inside(CType type) {
        if (type instanceof Composite composite) {
            return changed(composite);
        }
        if (type instanceof CType.Array array) {
            return new CType.Array(inside(array.element()), 1 + draws.below(4));
        }
        return type;
    }

    /** The same field with another width or sign, a bitfield more or less. */
    private Field resized(Field field) {
        if (!(field.type() instanceof CType.Number number) || field.isAnonymous()) {
            return field;
        }
        var other = new CType.Number(1 << draws.below(4), draws.once(2), number.enumeration());
        return new Field(field.name(), other, draws.once(2) ? 1 + draws.below(8 * other.size64()) : 0);
    }

    private List<Field> shuffled(List<Field> fields) {
        List<Field> rest = new ArrayList<>(fields);
        List<Field> shuffled = new ArrayList<>();
        while (!rest.isEmpty()) {
            shuffled.add(rest.remove(draws.below(rest.size())));
        }
        return shuffled;
    }
}
