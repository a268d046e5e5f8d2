package io.github.bpfverity.btf;

import io.github.bpfverity.btf.BtfType.Array;
import io.github.bpfverity.btf.BtfType.Const;
import io.github.bpfverity.btf.BtfType.Datasec;
import io.github.bpfverity.btf.BtfType.DeclTag;
import io.github.bpfverity.btf.BtfType.Enum;
import io.github.bpfverity.btf.BtfType.Enum64;
import io.github.bpfverity.btf.BtfType.Float;
import io.github.bpfverity.btf.BtfType.Func;
import io.github.bpfverity.btf.BtfType.FuncProto;
import io.github.bpfverity.btf.BtfType.Fwd;
import io.github.bpfverity.btf.BtfType.Int;
import io.github.bpfverity.btf.BtfType.Other;
import io.github.bpfverity.btf.BtfType.Ptr;
import io.github.bpfverity.btf.BtfType.Restrict;
import io.github.bpfverity.btf.BtfType.Struct;
import io.github.bpfverity.btf.BtfType.TypeTag;
import io.github.bpfverity.btf.BtfType.Typedef;
import io.github.bpfverity.btf.BtfType.Union;
import io.github.bpfverity.btf.BtfType.Var;
import io.github.bpfverity.btf.BtfType.Void;
import io.github.bpfverity.btf.BtfType.Volatile;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Makes the record of one checked type from its words. */
final class TypeDecoder {
    private final TypeBlock types;
    private final StringBlock strings;
    private final int index;
    private final int sizeOrType;
    private final boolean kindFlag;

    private TypeDecoder(TypeBlock types, StringBlock strings, int index) {
        this.types = types;
        this.strings = strings;
        this.index = index;
        this.sizeOrType = types.sizeOrType(index);
        this.kindFlag = types.kindFlag(index);
    }

    static BtfType decode(TypeBlock types, StringBlock strings, int index) {
        return new TypeDecoder(types, strings, index).decode();
    }

    /** One member of a struct or union. */
    static Member member(TypeBlock types, StringBlock strings, int index, int number) {
        var decoder = new TypeDecoder(types, strings, index);
        int at = number * types.kind(index).elementWords();
        return types.kindFlag(index) ? decoder.memberWithBits(at) : decoder.member(at);
    }

    /** One value of an enumeration. */
    static EnumValue value(TypeBlock types, StringBlock strings, int index, int number) {
        var decoder = new TypeDecoder(types, strings, index);
        int at = number * types.kind(index).elementWords();
        return types.kind(index) == BtfKind.ENUM64 ? decoder.value64(at) : decoder.value(at);
    }

    private BtfType decode() {
        String name = strings.name(types.nameOffset(index));
        return switch (types.kind(index)) {
            case VOID -> new Void();
            case INT -> integer(name, types.tail(index, 0));
            case PTR -> new Ptr(sizeOrType);
            case ARRAY -> new Array(types.tail(index, 0), types.tail(index, 1), unsigned(types.tail(index, 2)));
            case STRUCT -> new Struct(name, unsigned(sizeOrType), kindFlag, members());
            case UNION -> new Union(name, unsigned(sizeOrType), kindFlag, members());
            case ENUM -> new Enum(name, unsigned(sizeOrType), kindFlag, elements(this::value));
            case FWD -> new Fwd(name, kindFlag);
            case TYPEDEF -> new Typedef(name, sizeOrType);
            case VOLATILE -> new Volatile(sizeOrType);
            case CONST -> new Const(sizeOrType);
            case RESTRICT -> new Restrict(sizeOrType);
            case FUNC -> new Func(name, sizeOrType, types.vlen(index));
            case FUNC_PROTO -> new FuncProto(sizeOrType, elements(this::param));
            case VAR -> new Var(name, sizeOrType, types.tail(index, 0));
            case DATASEC -> new Datasec(name, unsigned(sizeOrType), elements(this::entry));
            case FLOAT -> new Float(name, unsigned(sizeOrType));
            case DECL_TAG -> new DeclTag(name, sizeOrType, types.tail(index, 0), kindFlag);
            case TYPE_TAG -> new TypeTag(name, sizeOrType, kindFlag);
            case ENUM64 -> new Enum64(name, unsigned(sizeOrType), kindFlag, elements(this::value64));
            case OTHER -> other(name);
        };
    }

    /** The word after an integer: encoding, bit offset and bits, from the top byte down to the lowest. */
    private Int integer(String name, int word) {
        return new Int(name, unsigned(sizeOrType), word >>> 24 & 0xf, word >>> 16 & 0xff, word & 0xff);
    }

    private List<Member> members() {
        return elements(kindFlag ? this::memberWithBits : this::member);
    }

    private Member member(int at) {
        return new Member(string(at), types.tail(index, at + 1), unsigned(types.tail(index, at + 2)), 0);
    }

    private Member memberWithBits(int at) {
        int offset = types.tail(index, at + 2);
        return new Member(string(at), types.tail(index, at + 1), offset & 0xffffff, offset >>> 24);
    }

    private EnumValue value(int at) {
        int value = types.tail(index, at + 1);
        return new EnumValue(string(at), kindFlag ? value : unsigned(value));
    }

    private EnumValue value64(int at) {
        return new EnumValue(string(at), unsigned(types.tail(index, at + 1)) | (long) types.tail(index, at + 2) << 32);
    }

    private Param param(int at) {
        return new Param(string(at), types.tail(index, at + 1));
    }

    private DatasecEntry entry(int at) {
        return new DatasecEntry(
                types.tail(index, at), unsigned(types.tail(index, at + 1)), unsigned(types.tail(index, at + 2)));
    }

    private Other other(String name) {
        int start = types.start(index);
        IntBuffer words = types.words();
        List<Integer> payload = IntStream.range(start + TypeBlock.COMMON_WORDS, types.end(index))
                .mapToObj(words::get)
                .toList();
        return new Other(
                name, TypeBlock.kindOf(words.get(start + 1)), kindFlag, types.vlen(index), sizeOrType, payload);
    }

    /** Makes each element from the position of its first word after the common part. */
    private <T> List<T> elements(IntFunction<T> element) {
        int width = types.kind(index).elementWords();
        int count = types.vlen(index);
        var elements = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) {
            elements.add(element.apply(i * width));
        }
        return elements;
    }

    private String string(int at) {
        return strings.name(types.tail(index, at));
    }

    private static long unsigned(int word) {
        return Integer.toUnsignedLong(word);
    }
}
