package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.bytes.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a CO-RE relocation leads to in the types that the program was compiled with.
 *
 * <p>An access string such as {@code 0:1:2} gives an index for the pointer the access begins at, then one for
 * each member or array element on the way. Anonymous structs and unions are passed through: they leave no
 * step, since a field keeps its meaning when a kernel moves it into or out of one.
 */
public final class CoreAccess {
    /** Indices in an access string; {@code BPF_CORE_SPEC_MAX_LEN} in tools/lib/bpf. */
    public static final int MAX_LENGTH = 64;

    private static final int MAX_BIT_OFFSET_BYTES = Integer.MAX_VALUE;

    /**
     * One step that matters on another kernel.
     *
     * @param type the id of the struct or enumeration that has the name, or of the array's element
     * @param index the position of the member, value or element
     * @param name the member's or value's name; null for an element of an array
     */
    public record Step(int type, int index, @Nullable String name) {}

    private final Btf btf;
    private final CoreRelocation relocation;
    private final List<Step> steps = new ArrayList<>();
    private long bitOffset;

    private CoreAccess(Btf btf, CoreRelocation relocation) {
        this.btf = btf;
        this.relocation = relocation;
    }

    /**
     * Follows a relocation's access string through the types it was compiled with.
     *
     * @throws FormatException if the string is malformed or leads outside a type
     */
    public static CoreAccess of(Btf btf, CoreRelocation relocation) throws FormatException {
        var access = new CoreAccess(btf, relocation);
        access.follow(access.parse());
        return access;
    }

    /** The types that the relocation was compiled with. */
    public Btf btf() {
        return btf;
    }

    /** The relocation this is the meaning of. */
    public CoreRelocation relocation() {
        return relocation;
    }

    /** The way to a field or enumeration value; empty for a relocation about the type itself. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Where a field begins, in bits from where the pointer points. */
    public long bitOffset() {
        return bitOffset;
    }

    /** What is asked about, for messages: {@code struct inode.i_verity_info (byte_off)}. */
    public String describe() {
        return subject() + " (" + relocation.kind().label() + ")";
    }

    /** The type, field or value that is asked about: {@code struct inode.i_verity_info}; cut if it is too long. */
    public String subject() {
        var text = new StringBuilder(btf.describe(relocation.typeId()));
        boolean first = true;
        for (Step step : steps) {
            if (text.length() > Printable.MAX_LENGTH) {
                break;
            }
            if (step.name() == null) {
                text.append(first && step.index() == 0 ? "" : "[" + step.index() + "]");
            } else {
                text.append(relocation.kind().subject() == CoreRelocationKind.Subject.FIELD ? "." : "::")
                        .append(Printable.cut(step.name()));
            }
            first = false;
        }
        return Printable.cut(text.toString());
    }

    private int[] parse() throws FormatException {
        String[] parts = relocation.access().split(":", -1);
        if (parts.length > MAX_LENGTH) {
            throw fault("has %d parts, expected at most %d", parts.length, MAX_LENGTH);
        }
        int[] indices = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            indices[i] = index(parts[i]);
        }
        return indices;
    }

    private int index(String part) throws FormatException {
        boolean digits = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || part.length() > 10 || Long.parseLong(part) > Integer.MAX_VALUE) {
            throw fault("has the part \"%s\", expected a number from 0 to %d", part, Integer.MAX_VALUE);
        }
        return Integer.parseInt(part);
    }

    private void follow(int[] indices) throws FormatException {
        switch (relocation.kind().subject()) {
            case TYPE -> requireSelf(indices);
            case ENUM_VALUE -> followValue(indices);
            case FIELD -> followField(indices);
        }
    }

    private void requireSelf(int[] indices) throws FormatException {
        if (indices.length != 1 || indices[0] != 0) {
            throw fault("of a relocation about a type is not \"0\"");
        }
    }

    private void followValue(int[] indices) throws FormatException {
        int id = btf.resolve(relocation.typeId());
        if (!btf.kind(id).isEnum()) {
            throw fault("of a relocation about a value begins at %s, expected an enum", btf.describe(id));
        }
        if (indices.length != 1) {
            throw fault("of a relocation about a value has %d parts, expected 1", indices.length);
        }
        checkIndex(indices[0], btf.partCount(id), id);
        steps.add(new Step(id, indices[0], btf.value(id, indices[0]).name()));
    }

    private void followField(int[] indices) throws FormatException {
        int id = btf.resolve(relocation.typeId());
        steps.add(new Step(id, indices[0], null));
        advance(indices[0], id);
        for (int i = 1; i < indices.length; i++) {
            if (btf.kind(id).isComposite()) {
                id = enterMember(id, indices[i]);
            } else if (btf.kind(id) == BtfKind.ARRAY) {
                id = enterElement((BtfType.Array) btf.type(id), id, indices[i]);
            } else {
                throw fault("enters %s, expected a struct, union or array", btf.describe(id));
            }
        }
    }

    private int enterMember(int id, int index) throws FormatException {
        checkIndex(index, btf.partCount(id), id);
        Member member = btf.member(id, index);
        bitOffset += member.bitOffset();
        if (!member.name().isEmpty()) {
            steps.add(new Step(id, index, member.name()));
        }
        return btf.resolve(member.type());
    }

    private int enterElement(BtfType.Array array, int id, int index) throws FormatException {
        if (!isFlexible(btf, array, steps.get(steps.size() - 1))) {
            checkIndex(index, array.count(), id);
        }
        int element = btf.resolve(array.element());
        steps.add(new Step(element, index, null));
        advance(index, element);
        return element;
    }

    private void advance(int index, int element) throws FormatException {
        long size = btf.sizeOf(element).orElseThrow(() -> fault("passes %s, which has no size", btf.describe(element)));
        if (index > 0 && size > MAX_BIT_OFFSET_BYTES / index) {
            throw fault("leads more than 2 GiB away");
        }
        bitOffset += index * size * 8;
    }

    /** True for an array without a size that ends a struct, of which any element may be accessed. */
    public static boolean isFlexible(Btf btf, BtfType.Array array, Step before) {
        return array.count() == 0
                && before.name() != null
                && btf.kind(before.type()).isComposite()
                && before.index() == btf.partCount(before.type()) - 1;
    }

    private void checkIndex(int index, long count, int id) throws FormatException {
        if (index >= count) {
            throw fault("has index %d, %s has %d", index, btf.describe(id), count);
        }
    }

    private FormatException fault(String format, Object... values) {
        return new FormatException(
                btf.place(), 0, "access string \"%s\" %s".formatted(relocation.access(), format.formatted(values)));
    }
}
