package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.bytes.Printable;

/** Names of types about as C has them: {@code const struct file *}, {@code char[16]}. */
final class TypeName {
    /** Deep enough for what people write; a chain of types from a file may be longer. */
    private static final int MAX_DEPTH = 32;

    private TypeName() {}

    /** The name of the type of this id. */
    static String of(Btf btf, int id) {
        return of(btf, id, 0);
    }

    /** Records are made of types with one thing to say only: a struct may be as large as its file. */
    private static String of(Btf btf, int id, int depth) {
        if (depth == MAX_DEPTH) {
            return "…";
        }
        return switch (btf.kind(id)) {
            case VOID -> "void";
            case PTR -> of(btf, ((BtfType.Ptr) btf.type(id)).type(), depth + 1) + " *";
            case ARRAY -> array(btf, (BtfType.Array) btf.type(id), depth);
            case CONST -> "const " + behind(btf, id, depth);
            case VOLATILE -> "volatile " + behind(btf, id, depth);
            case TYPE_TAG -> behind(btf, id, depth);
            case TYPEDEF, INT, FLOAT, FUNC -> Printable.cut(btf.name(id));
            case STRUCT, UNION, ENUM, ENUM64, FWD, RESTRICT, FUNC_PROTO -> btf.describe(id);
            case VAR, DATASEC, DECL_TAG, OTHER -> btf.describe(id);
        };
    }

    private static String array(Btf btf, BtfType.Array array, int depth) {
        return of(btf, array.element(), depth + 1) + "[" + array.count() + "]";
    }

    private static String behind(Btf btf, int modifier, int depth) {
        return of(btf, ((BtfType.Modifier) btf.type(modifier)).type(), depth + 1);
    }
}
