package io.github.bpfverity.btf;

import java.util.List;

/**
 * One type, as {@code include/uapi/linux/btf.h} lays it out. Types refer to each other by id; id 0 is void.
 *
 * <p>Sizes are in bytes and offsets of members in bits.
 */
public sealed interface BtfType {
    /** Which of the records this is. */
    BtfKind kind();

    /** The name in the source, empty for a type without one. */
    default String name() {
        return "";
    }

    /** A struct or union. */
    sealed interface Composite extends BtfType permits Struct, Union {
        /** Bytes that a value takes, padding included. */
        long size();

        /** True if member offsets are stored with bitfield sizes beside them. */
        boolean kindFlag();

        /** The members in the order of their declaration. */
        List<Member> members();
    }

    /** An enumeration of either width. */
    sealed interface Enumeration extends BtfType permits Enum, Enum64 {
        /** Bytes that a value takes: 1, 2, 4 or 8. */
        long size();

        /** True if some value is negative, or the source says so. */
        boolean signed();

        /** The named values in the order of their declaration. */
        List<EnumValue> values();
    }

    /** What only passes on to another type, which {@link Btf#resolve} finds. */
    sealed interface Modifier extends BtfType permits Typedef, Volatile, Const, Restrict, TypeTag {
        /** The id of the type that is named or qualified. */
        int type();
    }

    /** Type id 0. */
    record Void() implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.VOID;
        }
    }

    /**
     * An integer.
     *
     * @param encoding {@link #SIGNED}, {@link #CHAR} and {@link #BOOL}, or 0
     * @param bitOffset 0, except in bitfields of old compilers
     * @param bits how many bits hold the value
     */
    record Int(String name, long size, int encoding, int bitOffset, int bits) implements BtfType {
        public static final int SIGNED = 1;
        public static final int CHAR = 2;
        public static final int BOOL = 4;

        /** True if {@link #SIGNED} is in the encoding. */
        public boolean signed() {
            return (encoding & SIGNED) != 0;
        }

        @Override
        public BtfKind kind() {
            return BtfKind.INT;
        }
    }

    /** A pointer to a value of a type. */
    record Ptr(int type) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.PTR;
        }
    }

    /**
     * An array.
     *
     * @param element the id of the type of its elements
     * @param index the id of the type that indexes it
     * @param count the number of elements, 0 in a flexible array
     */
    record Array(int element, int index, long count) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.ARRAY;
        }
    }

    /** A struct. */
    record Struct(String name, long size, boolean kindFlag, List<Member> members) implements Composite {
        public Struct {
            members = List.copyOf(members);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.STRUCT;
        }
    }

    /** A union. */
    record Union(String name, long size, boolean kindFlag, List<Member> members) implements Composite {
        public Union {
            members = List.copyOf(members);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.UNION;
        }
    }

    /** An enumeration with values of up to 32 bits. */
    record Enum(String name, long size, boolean signed, List<EnumValue> values) implements Enumeration {
        public Enum {
            values = List.copyOf(values);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.ENUM;
        }
    }

    /** A struct or union declared and not defined. */
    record Fwd(String name, boolean union) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FWD;
        }
    }

    /** A typedef. */
    record Typedef(String name, int type) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPEDEF;
        }
    }

    /** A volatile type. */
    record Volatile(int type) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.VOLATILE;
        }
    }

    /** A const type. */
    record Const(int type) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.CONST;
        }
    }

    /** A restrict-qualified pointer. */
    record Restrict(int type) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.RESTRICT;
        }
    }

    /**
     * A function.
     *
     * @param type the id of its {@link FuncProto}
     * @param linkage {@link #STATIC}, {@link #GLOBAL} or {@link #EXTERN}
     */
    record Func(String name, int type, int linkage) implements BtfType {
        public static final int STATIC = 0;
        public static final int GLOBAL = 1;
        public static final int EXTERN = 2;

        @Override
        public BtfKind kind() {
            return BtfKind.FUNC;
        }
    }

    /** The type of functions: what they return and take. A last parameter of type 0 stands for {@code ...}. */
    record FuncProto(int returns, List<Param> params) implements BtfType {
        public FuncProto {
            params = List.copyOf(params);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.FUNC_PROTO;
        }
    }

    /**
     * A global variable.
     *
     * @param linkage {@link #STATIC}, {@link #GLOBAL} or {@link #EXTERN}
     */
    record Var(String name, int type, int linkage) implements BtfType {
        public static final int STATIC = 0;
        public static final int GLOBAL = 1;
        public static final int EXTERN = 2;

        @Override
        public BtfKind kind() {
            return BtfKind.VAR;
        }
    }

    /** The variables of one ELF section; compilers leave the size 0 for the loader to fill in. */
    record Datasec(String name, long size, List<DatasecEntry> entries) implements BtfType {
        public Datasec {
            entries = List.copyOf(entries);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.DATASEC;
        }
    }

    /** A floating-point number. */
    record Float(String name, long size) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FLOAT;
        }
    }

    /**
     * A tag on a declaration.
     *
     * @param name the tag's text
     * @param component the member or parameter that is tagged, -1 for the declaration itself
     * @param kindFlag true if the text is a whole attribute, not a {@code btf_decl_tag}
     */
    record DeclTag(String name, int type, int component, boolean kindFlag) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.DECL_TAG;
        }
    }

    /**
     * A tag on a type.
     *
     * @param name the tag's text
     * @param kindFlag true if the text is a whole attribute, not a {@code btf_type_tag}
     */
    record TypeTag(String name, int type, boolean kindFlag) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPE_TAG;
        }
    }

    /** An enumeration with values of up to 64 bits. */
    record Enum64(String name, long size, boolean signed, List<EnumValue> values) implements Enumeration {
        public Enum64 {
            values = List.copyOf(values);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.ENUM64;
        }
    }

    /**
     * A type of a kind that is not known here; its words are kept as they are.
     *
     * @param code the kind's number
     * @param count the number of its elements
     * @param sizeOrType the word that holds a size or a type id in other kinds
     * @param payload the 32-bit words after the common part
     */
    record Other(String name, int code, boolean kindFlag, int count, int sizeOrType, List<Integer> payload)
            implements BtfType {
        public Other {
            payload = List.copyOf(payload);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.OTHER;
        }
    }
}
