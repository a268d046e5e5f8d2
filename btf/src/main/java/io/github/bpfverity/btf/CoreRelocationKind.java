package io.github.bpfverity.btf;

import java.util.Optional;

/** What a CO-RE relocation asks about a type; {@code enum bpf_core_relo_kind} in {@code include/uapi/linux/bpf.h}. */
public enum CoreRelocationKind {
    FIELD_BYTE_OFFSET("byte_off", Subject.FIELD),
    FIELD_BYTE_SIZE("byte_sz", Subject.FIELD),
    FIELD_EXISTS("field_exists", Subject.FIELD),
    FIELD_SIGNED("signed", Subject.FIELD),
    FIELD_LSHIFT_U64("lshift_u64", Subject.FIELD),
    FIELD_RSHIFT_U64("rshift_u64", Subject.FIELD),
    TYPE_ID_LOCAL("local_type_id", Subject.TYPE),
    TYPE_ID_TARGET("target_type_id", Subject.TYPE),
    TYPE_EXISTS("type_exists", Subject.TYPE),
    TYPE_SIZE("type_size", Subject.TYPE),
    ENUMVAL_EXISTS("enumval_exists", Subject.ENUM_VALUE),
    ENUMVAL_VALUE("enumval_value", Subject.ENUM_VALUE),
    TYPE_MATCHES("type_matches", Subject.TYPE);

    /** What the access string leads to. */
    public enum Subject {
        /** A field of a struct or an element of an array. */
        FIELD,
        /** The type itself. */
        TYPE,
        /** A value of an enumeration. */
        ENUM_VALUE
    }

    private static final CoreRelocationKind[] BY_CODE = values();

    private final String label;
    private final Subject subject;

    CoreRelocationKind(String label, Subject subject) {
        this.label = label;
        this.subject = subject;
    }

    static Optional<CoreRelocationKind> of(long code) {
        return code < BY_CODE.length ? Optional.of(BY_CODE[(int) code]) : Optional.empty();
    }

    /** The number in the format. */
    public int code() {
        return ordinal();
    }

    /** The short name that loaders print: {@code byte_off}. */
    public String label() {
        return label;
    }

    /** What the access string leads to. */
    public Subject subject() {
        return subject;
    }
}
