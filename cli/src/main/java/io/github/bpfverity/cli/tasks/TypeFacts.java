package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.btf.EnumValue;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.btf.Param;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Types, with the names and in the order that {@code bpftool --json btf dump} has for what they say. */
final class TypeFacts {
    private static final List<String> LINKAGES = List.of("static", "global", "extern");

    private final Btf btf;

    private TypeFacts(Btf btf) {
        this.btf = btf;
    }

    /** All types of a file, without void. */
    static List<Map<String, Object>> of(Btf btf) {
        List<Integer> ids =
                IntStream.range(btf.firstId(), btf.typeCount()).boxed().toList();
        return Facts.lazily(ids, new TypeFacts(btf)::type);
    }

    private Map<String, Object> type(int id) {
        BtfType type = btf.type(id);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", id);
        facts.put("kind", type.kind().name());
        facts.put("name", name(type.name()));
        facts.putAll(facts(type));
        return facts;
    }

    private static String name(String name) {
        return name.isEmpty() ? "(anon)" : name;
    }

    private static Map<String, Object> facts(BtfType type) {
        return switch (type.kind()) {
            case INT -> integer((BtfType.Int) type);
            case PTR -> Facts.of("type_id", ((BtfType.Ptr) type).type());
            case ARRAY -> array((BtfType.Array) type);
            case STRUCT, UNION -> composite((BtfType.Composite) type);
            case ENUM, ENUM64 -> enumeration((BtfType.Enumeration) type);
            case FWD -> Facts.of("fwd_kind", ((BtfType.Fwd) type).union() ? "union" : "struct");
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> Facts.of("type_id", ((BtfType.Modifier) type).type());
            case FUNC -> func((BtfType.Func) type);
            case FUNC_PROTO -> proto((BtfType.FuncProto) type);
            case VAR -> variable((BtfType.Var) type);
            case DATASEC -> datasec((BtfType.Datasec) type);
            case FLOAT -> Facts.of("size", ((BtfType.Float) type).size());
            case DECL_TAG -> tag((BtfType.DeclTag) type);
            case OTHER -> Facts.of("code", ((BtfType.Other) type).code());
            case VOID -> Map.of();
        };
    }

    private static Map<String, Object> integer(BtfType.Int type) {
        return Facts.of(
                "size", type.size(),
                "bits_offset", type.bitOffset(),
                "nr_bits", type.bits(),
                "encoding", encoding(type.encoding()));
    }

    private static String encoding(int encoding) {
        return switch (encoding) {
            case 0 -> "(none)";
            case BtfType.Int.SIGNED -> "SIGNED";
            case BtfType.Int.CHAR -> "CHAR";
            case BtfType.Int.BOOL -> "BOOL";
            default -> "UNKN";
        };
    }

    private static Map<String, Object> array(BtfType.Array type) {
        return Facts.of("type_id", type.element(), "index_type_id", type.index(), "nr_elems", type.count());
    }

    private static Map<String, Object> composite(BtfType.Composite type) {
        return Facts.of(
                "size", type.size(),
                "vlen", type.members().size(),
                "members", Facts.lazily(type.members(), TypeFacts::member));
    }

    private static Map<String, Object> member(Member member) {
        Map<String, Object> facts =
                Facts.of("name", name(member.name()), "type_id", member.type(), "bits_offset", member.bitOffset());
        if (member.bitfieldSize() > 0) {
            facts.put("bitfield_size", member.bitfieldSize());
        }
        return facts;
    }

    private static Map<String, Object> enumeration(BtfType.Enumeration type) {
        return Facts.of(
                "encoding", type.signed() ? "SIGNED" : "UNSIGNED",
                "size", type.size(),
                "vlen", type.values().size(),
                "values", Facts.lazily(type.values(), value -> value(value, type.signed())));
    }

    private static Map<String, Object> value(EnumValue value, boolean signed) {
        boolean large = value.value() < 0 && !signed;
        return Facts.of(
                "name",
                name(value.name()),
                "val",
                large ? new BigInteger(Long.toUnsignedString(value.value())) : value.value());
    }

    private static Map<String, Object> func(BtfType.Func type) {
        return Facts.of("type_id", type.type(), "linkage", LINKAGES.get(type.linkage()));
    }

    private static Map<String, Object> proto(BtfType.FuncProto type) {
        return Facts.of(
                "ret_type_id", type.returns(),
                "vlen", type.params().size(),
                "params", Facts.lazily(type.params(), TypeFacts::param));
    }

    private static Map<String, Object> param(Param param) {
        return Facts.of("name", name(param.name()), "type_id", param.type());
    }

    private static Map<String, Object> variable(BtfType.Var type) {
        return Facts.of("type_id", type.type(), "linkage", LINKAGES.get(type.linkage()));
    }

    private static Map<String, Object> datasec(BtfType.Datasec type) {
        return Facts.of(
                "size", type.size(),
                "vlen", type.entries().size(),
                "vars", Facts.lazily(type.entries(), TypeFacts::entry));
    }

    private static Map<String, Object> entry(DatasecEntry entry) {
        return Facts.of("type_id", entry.type(), "offset", entry.offset(), "size", entry.size());
    }

    private static Map<String, Object> tag(BtfType.DeclTag type) {
        return Facts.of("type_id", type.type(), "component_idx", type.component());
    }
}
