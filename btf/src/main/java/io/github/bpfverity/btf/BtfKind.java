package io.github.bpfverity.btf;

/** What a BTF type is; {@code BTF_KIND_*} in {@code include/uapi/linux/btf.h}. */
public enum BtfKind {
    /** Type id 0, which no record describes. */
    VOID(0, "void", 0, 0),
    INT(1, "int", 1, 0),
    PTR(2, "ptr", 0, 0),
    ARRAY(3, "array", 3, 0),
    STRUCT(4, "struct", 0, 3),
    UNION(5, "union", 0, 3),
    ENUM(6, "enum", 0, 2),
    FWD(7, "fwd", 0, 0),
    TYPEDEF(8, "typedef", 0, 0),
    VOLATILE(9, "volatile", 0, 0),
    CONST(10, "const", 0, 0),
    RESTRICT(11, "restrict", 0, 0),
    FUNC(12, "func", 0, 0),
    FUNC_PROTO(13, "func_proto", 0, 2),
    VAR(14, "var", 1, 0),
    DATASEC(15, "datasec", 0, 3),
    FLOAT(16, "float", 0, 0),
    DECL_TAG(17, "decl_tag", 1, 0),
    TYPE_TAG(18, "type_tag", 0, 0),
    ENUM64(19, "enum64", 0, 3),
    /** A kind this code does not know, whose size the file's own layout block gave. */
    OTHER(-1, "other", 0, 0);

    private static final BtfKind[] BY_CODE = values();

    /** Kinds below this are known here. */
    static final int KNOWN = OTHER.ordinal();

    private final int code;
    private final String label;
    private final int infoWords;
    private final int elementWords;

    BtfKind(int code, String label, int infoWords, int elementWords) {
        this.code = code;
        this.label = label;
        this.infoWords = infoWords;
        this.elementWords = elementWords;
    }

    /** The kind with this number in the format, {@link #OTHER} if it is not known here. */
    static BtfKind of(int code) {
        return BY_CODE[Math.min(code, KNOWN)];
    }

    /** The number in the format; -1 for {@link #OTHER}. */
    public int code() {
        return code;
    }

    /** The kind as text shows it: {@code struct}, {@code func_proto}. */
    public String label() {
        return label;
    }

    /** 32-bit words that follow the common part of a type once. */
    int infoWords() {
        return infoWords;
    }

    /** 32-bit words that follow for each element: member, value, parameter or variable. */
    int elementWords() {
        return elementWords;
    }

    /** True for a struct or union. */
    public boolean isComposite() {
        return this == STRUCT || this == UNION;
    }

    /** True for both sizes of enumeration. */
    public boolean isEnum() {
        return this == ENUM || this == ENUM64;
    }

    /** True for what {@link Btf#resolve} passes over: typedefs, type tags and const, volatile and restrict. */
    public boolean isModifier() {
        return switch (this) {
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> true;
            case VOID, INT, PTR, ARRAY, STRUCT, UNION, ENUM, FWD, FUNC, FUNC_PROTO, VAR, DATASEC, FLOAT -> false;
            case DECL_TAG, ENUM64, OTHER -> false;
        };
    }
}
