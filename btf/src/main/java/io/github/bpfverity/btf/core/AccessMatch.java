package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.CoreAccess;
import io.github.bpfverity.btf.CoreAccess.Step;
import io.github.bpfverity.btf.CoreRelocationKind;
import io.github.bpfverity.btf.EnumValue;
import io.github.bpfverity.btf.EssentialName;
import io.github.bpfverity.btf.Member;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for what a program accesses in one candidate type of a kernel. */
final class AccessMatch {
    private final CoreAccess access;
    private final CoreTarget target;
    private final Btf btf;
    private final int root;
    private final TypeCompatibility compatibility;
    private String reason = "";
    /** Where the walk stands: the type reached, the last step that led there, and the offset so far. */
    private int type;

    private @Nullable Step last;
    private long bitOffset;

    AccessMatch(CoreAccess access, CoreTarget target, int root) {
        this.access = access;
        this.target = target;
        this.btf = target.btf();
        this.root = root;
        this.compatibility = new TypeCompatibility(access.btf(), btf);
    }

    /** Why {@link #find} found nothing: {@code struct inode has no member i_verity_info}. */
    String reason() {
        return reason;
    }

    @Nullable
    Spot find() {
        boolean found = switch (access.relocation().kind().subject()) {
            case TYPE -> findType();
            case ENUM_VALUE -> findValue();
            case FIELD -> findField();
        };
        return found ? new Spot(btf, root, last, bitOffset) : null;
    }

    private boolean findType() {
        int local = access.relocation().typeId();
        boolean same = access.relocation().kind() == CoreRelocationKind.TYPE_MATCHES
                ? new TypeMatch(access.btf(), btf).matches(local, root)
                : compatibility.types(local, root);
        return same || miss(btf.describe(root) + " differs from the program's");
    }

    private boolean findValue() {
        type = btf.resolve(root);
        String wanted = nameOf(access.steps().get(0));
        if (target.type(type) instanceof BtfType.Enumeration enumeration) {
            List<EnumValue> values = enumeration.values();
            for (int i = 0; i < values.size(); i++) {
                if (EssentialName.same(values.get(i).name(), wanted)) {
                    last = new Step(type, i, values.get(i).name());
                    return true;
                }
            }
        }
        return miss(btf.describe(root) + " has no value " + wanted);
    }

    private boolean findField() {
        type = root;
        boolean first = true;
        for (Step step : access.steps()) {
            type = btf.resolve(type);
            boolean found = step.name() != null ? enterMember(type, step) : enterElement(step.index(), first);
            if (!found) {
                return false;
            }
            first = false;
        }
        return true;
    }

    /** The first index is for the pointer itself, any other for an array that the walk has reached. */
    private boolean enterElement(int index, boolean first) {
        if (!first) {
            if (!(target.type(type) instanceof BtfType.Array array)) {
                return miss(btf.describe(type) + " is not an array");
            }
            if (index >= array.count() && (last == null || !CoreAccess.isFlexible(btf, array, last))) {
                return miss("array of %d elements has no element %d".formatted(array.count(), index));
            }
            type = btf.resolve(array.element());
        }
        var size = btf.sizeOf(type);
        if (size.isEmpty()) {
            return miss(btf.describe(type) + " has no size");
        }
        last = new Step(type, index, null);
        bitOffset += index * size.getAsLong() * 8;
        return true;
    }

    private boolean enterMember(int composite, Step step) {
        String name = nameOf(step);
        Found found = search(composite, name, new HashSet<>());
        if (found == null) {
            return miss(btf.describe(composite) + " has no member " + name);
        }
        int localType = localMember(step).type();
        if (!compatibility.fields(localType, found.member.type())) {
            return miss("member %s of %s is %s, in the program %s,"
                    .formatted(
                            name,
                            btf.describe(composite),
                            kindOf(btf, found.member.type()),
                            kindOf(access.btf(), localType)));
        }
        last = new Step(found.composite, found.index, name);
        bitOffset += found.bitOffset;
        type = found.member.type();
        return true;
    }

    private record Found(int composite, int index, Member member, long bitOffset) {}

    /** Finds a member by name, also inside anonymous members, whose depth {@link Btf} limits; each type once. */
    private @Nullable Found search(int composite, String name, Set<Integer> searched) {
        if (!(target.type(composite) instanceof BtfType.Composite type) || !searched.add(composite)) {
            return null;
        }
        List<Member> members = type.members();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.name().equals(name)) {
                return new Found(composite, i, member, member.bitOffset());
            }
            Found inside = member.name().isEmpty() ? search(btf.resolve(member.type()), name, searched) : null;
            if (inside != null) {
                return new Found(inside.composite, inside.index, inside.member, member.bitOffset() + inside.bitOffset);
            }
        }
        return null;
    }

    private Member localMember(Step step) {
        return access.btf().member(step.type(), step.index());
    }

    private static String kindOf(Btf btf, int id) {
        return btf.describe(btf.resolve(id));
    }

    private static String nameOf(Step step) {
        return Objects.requireNonNull(step.name());
    }

    private boolean miss(String why) {
        reason = why + " in " + target.module();
        return false;
    }
}
