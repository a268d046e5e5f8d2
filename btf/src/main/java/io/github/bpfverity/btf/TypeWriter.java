package io.github.bpfverity.btf;

import io.github.bpfverity.btf.BtfType.Array;
import io.github.bpfverity.btf.BtfType.Composite;
import io.github.bpfverity.btf.BtfType.Datasec;
import io.github.bpfverity.btf.BtfType.DeclTag;
import io.github.bpfverity.btf.BtfType.Enumeration;
import io.github.bpfverity.btf.BtfType.Float;
import io.github.bpfverity.btf.BtfType.Func;
import io.github.bpfverity.btf.BtfType.FuncProto;
import io.github.bpfverity.btf.BtfType.Fwd;
import io.github.bpfverity.btf.BtfType.Int;
import io.github.bpfverity.btf.BtfType.Modifier;
import io.github.bpfverity.btf.BtfType.Other;
import io.github.bpfverity.btf.BtfType.Ptr;
import io.github.bpfverity.btf.BtfType.TypeTag;
import io.github.bpfverity.btf.BtfType.Var;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** Writes types as 32-bit words; the counterpart of {@link TypeDecoder}. */
final class TypeWriter {
    private final StringTable strings;
    private int[] words = new int[64];
    private int size;

    TypeWriter(StringTable strings) {
        this.strings = strings;
    }

    /** The number of words written. */
    int size() {
        return size;
    }

    void putTo(ByteBuffer out) {
        for (int i = 0; i < size; i++) {
            out.putInt(words[i]);
        }
    }

    /** Words that were read, offsets of strings included. */
    void copy(IntBuffer from, int start, int end) {
        for (int at = start; at < end; at++) {
            put(from.get(at));
        }
    }

    void write(BtfType type) {
        switch (type.kind()) {
            case VOID -> throw new IllegalArgumentException("void is type id 0 and has no record");
            case INT -> writeInt((Int) type);
            case PTR -> common(type, 0, false, ((Ptr) type).type());
            case ARRAY -> writeArray((Array) type);
            case STRUCT, UNION -> writeComposite((Composite) type);
            case ENUM, ENUM64 -> writeEnumeration((Enumeration) type);
            case FWD -> common(type, 0, ((Fwd) type).union(), 0);
            case TYPEDEF, VOLATILE, CONST, RESTRICT -> common(type, 0, false, ((Modifier) type).type());
            case TYPE_TAG -> common(type, 0, ((TypeTag) type).kindFlag(), ((TypeTag) type).type());
            case FUNC -> common(type, ((Func) type).linkage(), false, ((Func) type).type());
            case FUNC_PROTO -> writeProto((FuncProto) type);
            case VAR -> writeVar((Var) type);
            case DATASEC -> writeDatasec((Datasec) type);
            case FLOAT -> common(type, 0, false, ((Float) type).size());
            case DECL_TAG -> writeDeclTag((DeclTag) type);
            case OTHER -> writeOther((Other) type);
        }
    }

    private void writeInt(Int type) {
        common(type, 0, false, type.size());
        put(type.encoding() << 24 | type.bitOffset() << 16 | type.bits());
    }

    private void writeArray(Array type) {
        common(type, 0, false, 0);
        put(type.element());
        put(type.index());
        put(type.count());
    }

    private void writeComposite(Composite type) {
        common(type, type.members().size(), type.kindFlag(), type.size());
        for (Member member : type.members()) {
            put(strings.offset(member.name()));
            put(member.type());
            put(member.bitOffset() | (long) member.bitfieldSize() << 24);
        }
    }

    private void writeEnumeration(Enumeration type) {
        common(type, type.values().size(), type.signed(), type.size());
        for (EnumValue value : type.values()) {
            put(strings.offset(value.name()));
            put(value.value());
            if (type.kind() == BtfKind.ENUM64) {
                put(value.value() >> 32);
            }
        }
    }

    private void writeProto(FuncProto type) {
        common(type, type.params().size(), false, type.returns());
        for (Param param : type.params()) {
            put(strings.offset(param.name()));
            put(param.type());
        }
    }

    private void writeVar(Var type) {
        common(type, 0, false, type.type());
        put(type.linkage());
    }

    private void writeDatasec(Datasec type) {
        common(type, type.entries().size(), false, type.size());
        for (DatasecEntry entry : type.entries()) {
            put(entry.type());
            put(entry.offset());
            put(entry.size());
        }
    }

    private void writeDeclTag(DeclTag type) {
        common(type, 0, type.kindFlag(), type.type());
        put(type.component());
    }

    private void writeOther(Other type) {
        put(strings.offset(type.name()));
        put(info(type.code(), type.count(), type.kindFlag()));
        put(type.sizeOrType());
        type.payload().forEach(this::put);
    }

    private void common(BtfType type, int vlen, boolean kindFlag, long sizeOrType) {
        put(strings.offset(type.name()));
        put(info(type.kind().code(), vlen, kindFlag));
        put(sizeOrType);
    }

    private static int info(int kind, int vlen, boolean kindFlag) {
        return kind << 24 | vlen | (kindFlag ? 1 << 31 : 0);
    }

    private void put(long word) {
        if (size == words.length) {
            words = Arrays.copyOf(words, 2 * size);
        }
        words[size++] = (int) word;
    }
}
