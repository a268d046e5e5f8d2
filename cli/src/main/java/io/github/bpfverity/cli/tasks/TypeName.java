package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfType;

/** Names of types about as C has them: {@code const struct file *}, {@code char[16]}. */
final class TypeName {
    /** Deep enough for what people write; a chain of types from a file may be longer. */
    private static final int MAX_DEPTH = 32;

    private TypeName() {}

    /** The name of the type of this id. */
    static String of(Btf btf, int id) {
        return of(btf, id, 0);
    }

    private static String of(Btf btf, int id, int depth) {
        BtfType type = btf.type(id);
        if (id == 0) {
            return "void";
        }
        if (depth == MAX_DEPTH) {
            return "…";
        }
        if (type instanceof BtfType.Ptr pointer) {
            return of(btf, pointer.type(), depth + 1) + " *";
        }
        if (type instanceof BtfType.Array array) {
            return of(btf, array.element(), depth + 1) + "[" + array.count() + "]";
        }
        if (type instanceof BtfType.Const constant) {
            return "const " + of(btf, constant.type(), depth + 1);
        }
        if (type instanceof BtfType.Volatile changing) {
            return "volatile " + of(btf, changing.type(), depth + 1);
        }
        if (type instanceof BtfType.TypeTag tag) {
            return of(btf, tag.type(), depth + 1);
        }
        boolean ownName = type instanceof BtfType.Typedef
                || type instanceof BtfType.Int
                || type instanceof BtfType.Float
                || type instanceof BtfType.Func;
        return ownName ? btf.name(id) : btf.describe(id);
    }
}
