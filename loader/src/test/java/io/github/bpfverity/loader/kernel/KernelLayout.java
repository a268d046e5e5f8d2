package io.github.bpfverity.loader.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.btf.Member;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where this machine's kernel says that the members of its structures are. */
final class KernelLayout {
    private static final Btf BTF = vmlinux();

    /** What came after Linux 6.1. */
    private static final Pattern NEWER = Pattern.compile(
            ".*_token_fd|.*/value_type_btf_obj_fd|.*_true_size|.*/fd_array_cnt|.*/btf_flags|raw_tracepoint.cookie"
                    + "|link_create\\.(map_fd|netfilter.*|tcx.*|netkit.*|cgroup.*|uprobe_multi.*)");

    private final String type;
    private final Map<String, Integer> offsets = new LinkedHashMap<>();

    private KernelLayout(String type) {
        this.type = type;
    }

    private static Btf vmlinux() {
        try {
            return KernelBtf.system().vmlinux();
        } catch (IOException e) {
            return abort("this kernel does not describe its types: " + e.getMessage());
        }
    }

    /**
     * The members of a struct or union. Those of a nameless struct in a union are found as {@code
     * FIRST_MEMBER/NAME}, those of named ones as {@code OUTER.NAME}.
     */
    static KernelLayout of(BtfKind kind, String name) {
        KernelLayout layout = new KernelLayout(name);
        layout.add(BTF.find(kind, name).orElseGet(() -> abort("this kernel has no " + name)), "", 0, true);
        return layout;
    }

    private void add(int id, String prefix, int base, boolean top) {
        for (Member member : members(id)) {
            int offset = base + (int) (member.bitOffset() / 8);
            int type = BTF.resolve(member.type());
            if (!member.name().isEmpty()) {
                offsets.put(prefix + member.name(), offset);
            }
            if (!members(type).isEmpty()) {
                boolean named = !member.name().isEmpty();
                String group = top && !named ? firstName(type) + "/" : "";
                add(type, prefix + (named ? member.name() + "." : group), offset, false);
            }
        }
    }

    private static String firstName(int id) {
        Member first = members(id).get(0);
        return first.name().isEmpty() ? firstName(BTF.resolve(first.type())) : first.name();
    }

    private static List<Member> members(int id) {
        BtfType type = BTF.type(id);
        if (type instanceof BtfType.Struct struct) {
            return struct.members();
        }
        return type instanceof BtfType.Union union ? union.members() : List.of();
    }

    private @Nullable Integer place(String member) {
        Integer offset = offsets.get(member);
        if (offset == null) {
            assertThat(NEWER.matcher(member).matches())
                    .as(type + " has no " + member)
                    .isTrue();
        }
        return offset;
    }

    /** Checks what is at a member's place; unless the member is a newer one, and this kernel does not have it. */
    KernelLayout expect(Attr attr, String member, int value) {
        Integer offset = place(member);
        if (offset != null) {
            assertThat(attr.u32(offset)).as(type + "." + member).isEqualTo(value);
        }
        return this;
    }

    /** The same for 64-bit members. */
    KernelLayout expect(Attr attr, String member, long value) {
        Integer offset = place(member);
        if (offset != null) {
            assertThat(attr.u64(offset)).as(type + "." + member).isEqualTo(value);
        }
        return this;
    }

    /** The same for pointers, whose value is not known but is not 0. */
    KernelLayout expectPointer(Attr attr, String member) {
        Integer offset = place(member);
        if (offset != null) {
            assertThat(attr.u64(offset)).as(type + "." + member).isNotZero();
        }
        return this;
    }

    /** That a member, known to every kernel with BTF, is where it is expected. */
    KernelLayout has(String member, int offset) {
        assertThat(offsets).as(type).containsEntry(member, offset);
        return this;
    }

    Map<String, Integer> offsets() {
        return offsets;
    }
}
