package io.github.bpfverity.parsertests.crosscheck;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.btf.EnumValue;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.btf.Param;
import java.util.ArrayList;
import java.util.List;

/** A type as {@code bpftool btf dump} prints it: one line, and one more for each member, value or parameter. */
final class BpftoolText {
    private static final List<String> LINKAGES = List.of("static", "global", "extern");

    private final Btf btf;
    private final List<String> lines = new ArrayList<>();

    private BpftoolText(Btf btf) {
        this.btf = btf;
    }

    static List<String> of(Btf btf, int id) {
        var text = new BpftoolText(btf);
        BtfType type = btf.type(id);
        text.lines.add("[" + id + "] " + type.kind() + " " + name(type.name()) + text.rest(type));
        text.addParts(type);
        return text.lines;
    }

    private static String name(String name) {
        return "'" + (name.isEmpty() ? "(anon)" : name) + "'";
    }

    private String rest(BtfType type) {
        if (type instanceof BtfType.Composite composite) {
            return sized(composite.size(), composite.members().size());
        }
        if (type instanceof BtfType.Enumeration enumeration) {
            return " encoding=" + (enumeration.signed() ? "SIGNED" : "UNSIGNED")
                    + sized(enumeration.size(), enumeration.values().size());
        }
        if (type instanceof BtfType.Modifier modifier) {
            return " type_id=" + modifier.type();
        }
        if (type instanceof BtfType.Int i) {
            return " size=" + i.size() + " bits_offset=" + i.bitOffset() + " nr_bits=" + i.bits() + " encoding="
                    + encoding(i.encoding());
        }
        return type instanceof BtfType.Ptr || type instanceof BtfType.Array ? pointing(type) : named(type);
    }

    private static String pointing(BtfType type) {
        return type instanceof BtfType.Array array
                ? " type_id=" + array.element() + " index_type_id=" + array.index() + " nr_elems=" + array.count()
                : " type_id=" + ((BtfType.Ptr) type).type();
    }

    private static String named(BtfType type) {
        if (type instanceof BtfType.Fwd fwd) {
            return " fwd_kind=" + (fwd.union() ? "union" : "struct");
        }
        if (type instanceof BtfType.Func func) {
            return " type_id=" + func.type() + " linkage=" + LINKAGES.get(func.linkage());
        }
        if (type instanceof BtfType.FuncProto proto) {
            return " ret_type_id=" + proto.returns() + " vlen=" + proto.params().size();
        }
        if (type instanceof BtfType.Var variable) {
            return " type_id=" + variable.type() + ", linkage=" + LINKAGES.get(variable.linkage());
        }
        if (type instanceof BtfType.Datasec section) {
            return sized(section.size(), section.entries().size());
        }
        if (type instanceof BtfType.DeclTag tag) {
            return " type_id=" + tag.type() + " component_idx=" + tag.component();
        }
        return type instanceof BtfType.Float number ? " size=" + number.size() : " not known";
    }

    private static String sized(long size, int count) {
        return " size=" + size + " vlen=" + count;
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

    private void addParts(BtfType type) {
        if (type instanceof BtfType.Composite composite) {
            composite.members().forEach(this::addMember);
        } else if (type instanceof BtfType.Enumeration enumeration) {
            enumeration.values().forEach(value -> addValue(enumeration, value));
        } else if (type instanceof BtfType.FuncProto proto) {
            for (Param param : proto.params()) {
                lines.add("\t" + name(param.name()) + " type_id=" + param.type());
            }
        } else if (type instanceof BtfType.Datasec section) {
            section.entries().forEach(this::addEntry);
        }
    }

    private void addMember(Member member) {
        lines.add("\t" + name(member.name()) + " type_id=" + member.type() + " bits_offset=" + member.bitOffset()
                + (member.bitfieldSize() == 0 ? "" : " bitfield_size=" + member.bitfieldSize()));
    }

    private void addValue(BtfType.Enumeration enumeration, EnumValue value) {
        String number = enumeration.signed() ? value.value() + "" : Long.toUnsignedString(value.value());
        String suffix = enumeration instanceof BtfType.Enum64 ? enumeration.signed() ? "LL" : "ULL" : "";
        lines.add("\t" + name(value.name()) + " val=" + number + suffix);
    }

    private void addEntry(DatasecEntry entry) {
        BtfKind kind = btf.kind(entry.type());
        lines.add("\ttype_id=" + entry.type() + " offset=" + entry.offset() + " size=" + entry.size() + " (" + kind
                + " " + name(btf.name(entry.type())) + ")");
    }
}
