package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.bytes.NameBudget;
import java.nio.IntBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Checks what each type says: names and type ids that exist, kinds that may stand where they stand, members
 * inside their struct. The rules are those of {@code kernel/bpf/btf.c}, less those that no accessor here
 * depends on.
 */
final class TypeCheck {
    /** What a small split file may take of its base's names, beyond its own size. */
    private static final int BORROWED_NAMES = 1 << 16;

    private static final int MAX_INT_BITS = 128;
    private static final int MAX_LINKAGE = BtfType.Var.EXTERN;

    /** Which kinds may stand where a value's type is named; the others describe declarations. */
    private static final boolean[] IS_TYPE = new boolean[BtfKind.values().length];

    /** Which kinds use the flag in the top bit of the info word. */
    private static final boolean[] HAS_FLAG = new boolean[BtfKind.values().length];

    /** Which kinds may have a name. */
    private static final boolean[] HAS_NAME = new boolean[BtfKind.values().length];

    static {
        for (BtfKind kind : BtfKind.values()) {
            IS_TYPE[kind.ordinal()] = switch (kind) {
                case FUNC, VAR, DATASEC, DECL_TAG -> false;
                case VOID, INT, PTR, ARRAY, STRUCT, UNION, ENUM, FWD, TYPEDEF, VOLATILE, CONST -> true;
                case RESTRICT, FUNC_PROTO, FLOAT, TYPE_TAG, ENUM64, OTHER -> true;
            };
            HAS_FLAG[kind.ordinal()] = switch (kind) {
                case STRUCT, UNION, ENUM, ENUM64, FWD, DECL_TAG, TYPE_TAG, OTHER -> true;
                case VOID, INT, PTR, ARRAY, TYPEDEF, VOLATILE, CONST, RESTRICT -> false;
                case FUNC, FUNC_PROTO, VAR, DATASEC, FLOAT -> false;
            };
            HAS_NAME[kind.ordinal()] = switch (kind) {
                case INT, STRUCT, UNION, ENUM, ENUM64, FWD, TYPEDEF, FUNC, VAR, DATASEC, FLOAT -> true;
                case DECL_TAG, TYPE_TAG, OTHER -> true;
                case VOID, PTR, ARRAY, VOLATILE, CONST, RESTRICT, FUNC_PROTO -> false;
            };
        }
    }

    private final ByteReader place;
    private final TypeBlock types;
    private final StringBlock strings;
    private final NameBudget names;
    private final @Nullable Btf base;
    private final int firstId;
    private final int idCount;
    private final IntBuffer words;
    /** The type being checked: its first word, and the name of what it is. */
    private int start;

    TypeCheck(ByteReader place, TypeBlock types, StringBlock strings, @Nullable Btf base) {
        this.place = place;
        this.types = types;
        this.strings = strings;
        this.names = new NameBudget((long) place.size() + strings.size() + BORROWED_NAMES);
        this.base = base;
        this.firstId = base == null ? 1 : base.typeCount();
        this.idCount = firstId + types.count();
        this.words = types.words();
    }

    void run() throws FormatException {
        for (int index = 0; index < types.count(); index++) {
            start = types.start(index);
            BtfKind kind = types.kind(index);
            checkName(start);
            checkUnused(kind, words.get(start + 1));
            check(kind, types.vlen(index));
        }
    }

    private void check(BtfKind kind, int vlen) throws FormatException {
        int tail = start + TypeBlock.COMMON_WORDS;
        switch (kind) {
            case INT -> checkInt(words.get(tail));
            case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> checkType(start + 2);
            case ARRAY -> checkArray(tail);
            case STRUCT, UNION -> checkMembers(tail, vlen);
            case ENUM, ENUM64 -> checkValues(tail, vlen, kind.elementWords());
            case FUNC -> checkFunc(vlen);
            case FUNC_PROTO -> checkProto(tail, vlen);
            case VAR -> checkVar(tail);
            case DATASEC -> checkEntries(tail, vlen);
            case DECL_TAG -> checkId(start + 2);
            // Gcc 12 leaves a number where a fwd has no size; nothing here reads it.
            case FWD, VOID, FLOAT, OTHER -> {}
        }
    }

    /** What a kind gives no meaning to must be zero, or encoding the type again would lose it. */
    private void checkUnused(BtfKind kind, int info) throws FormatException {
        if (words.get(start) != 0 && !HAS_NAME[kind.ordinal()]) {
            throw fault(start, "%s has a name", kind.label());
        }
        if (info < 0 && !HAS_FLAG[kind.ordinal()]) {
            throw fault(start + 1, "%s has a kind flag", kind.label());
        }
        boolean counts = kind.elementWords() > 0 || kind == BtfKind.FUNC || kind == BtfKind.OTHER;
        if (!counts && TypeBlock.vlenOf(info) != 0) {
            throw fault(start + 1, "%s has %d elements, expected none", kind.label(), TypeBlock.vlenOf(info));
        }
    }

    private void checkInt(int encoding) throws FormatException {
        long size = Integer.toUnsignedLong(words.get(start + 2));
        int bits = encoding & 0xff;
        int offset = encoding >>> 16 & 0xff;
        if ((encoding & 0xf000ff00) != 0) {
            throw fault(start + 3, "int has unknown encoding 0x%08x", encoding);
        }
        if (bits > MAX_INT_BITS || bits + offset > MAX_INT_BITS || bits + offset > size * 8) {
            throw fault(start + 3, "int of %d bytes has %d bits at bit %d", size, bits, offset);
        }
    }

    private void checkArray(int tail) throws FormatException {
        if (words.get(start + 2) != 0) {
            throw fault(start + 2, "array has a size or type id, expected 0");
        }
        checkType(tail);
        checkType(tail + 1);
    }

    private void checkMembers(int at, int count) throws FormatException {
        long sizeBits = Integer.toUnsignedLong(words.get(start + 2)) * 8;
        boolean flagged = words.get(start + 1) < 0;
        for (int end = at + 3 * count; at < end; at += 3) {
            checkName(at);
            checkType(at + 1);
            int offset = words.get(at + 2);
            long endBit = flagged ? (offset & 0xffffff) + (offset >>> 24) : Integer.toUnsignedLong(offset);
            if (endBit > sizeBits) {
                throw fault(at + 2, "member at bit %d lies outside its struct of %d bytes", endBit, sizeBits / 8);
            }
        }
    }

    /** An enum that is declared only ({@code enum e;}) has no size and no values. */
    private void checkValues(int at, int count, int width) throws FormatException {
        int size = words.get(start + 2);
        if (size < 0 || size > 8 || Integer.bitCount(size) > 1 || size == 0 && count > 0) {
            throw fault(start + 2, "enum of %d bytes, expected 1, 2, 4 or 8", Integer.toUnsignedLong(size));
        }
        for (int end = at + width * count; at < end; at += width) {
            checkName(at);
        }
    }

    private void checkFunc(int linkage) throws FormatException {
        checkLinkage(start + 1, linkage);
        checkId(start + 2);
        int target = words.get(start + 2);
        if (kind(target) != BtfKind.FUNC_PROTO) {
            throw fault(start + 2, "func refers to type id %d (%s), expected a func_proto", target, label(target));
        }
    }

    private void checkProto(int at, int count) throws FormatException {
        checkType(start + 2);
        for (int end = at + 2 * count; at < end; at += 2) {
            checkName(at);
            checkType(at + 1);
        }
    }

    private void checkVar(int tail) throws FormatException {
        checkType(start + 2);
        checkLinkage(tail, words.get(tail));
    }

    private void checkLinkage(int at, int linkage) throws FormatException {
        if (linkage < 0 || linkage > MAX_LINKAGE) {
            throw fault(at, "linkage %d, expected 0 to %d", linkage, MAX_LINKAGE);
        }
    }

    /** Entries must lie in their section, whose size is 0 until the object's loader fills it in. */
    private void checkEntries(int at, int count) throws FormatException {
        long size = Integer.toUnsignedLong(words.get(start + 2));
        long limit = size == 0 ? 0xffffffffL : size;
        for (int end = at + 3 * count; at < end; at += 3) {
            checkId(at);
            BtfKind kind = kind(words.get(at));
            if (kind != BtfKind.VAR && kind != BtfKind.FUNC) {
                throw fault(
                        at,
                        "datasec entry refers to type id %d (%s), expected a var or func",
                        words.get(at),
                        kind.label());
            }
            long entryEnd = Integer.toUnsignedLong(words.get(at + 1)) + Integer.toUnsignedLong(words.get(at + 2));
            if (entryEnd > limit) {
                throw fault(at + 1, "datasec entry ends at 0x%x, past its section (0x%x bytes)", entryEnd, limit);
            }
        }
    }

    private void checkName(int at) throws FormatException {
        if (!strings.contains(words.get(at))) {
            throw fault(
                    at,
                    "name offset 0x%x is outside the strings (0x%x bytes)",
                    Integer.toUnsignedLong(words.get(at)),
                    strings.end());
        }
        names.spend(strings.lengthOf(words.get(at)), place, 4L * at);
    }

    private void checkType(int at) throws FormatException {
        checkId(at);
        if (!IS_TYPE[kindOrdinal(words.get(at))]) {
            throw fault(at, "type id %d (%s) is not the type of a value", words.get(at), label(words.get(at)));
        }
    }

    private void checkId(int at) throws FormatException {
        int id = words.get(at);
        if (id < 0 || id >= idCount) {
            throw fault(at, "type id %d is outside (%d types)", Integer.toUnsignedLong(id), idCount);
        }
    }

    private int kindOrdinal(int id) {
        if (id >= firstId) {
            return types.kindOrdinal(id - firstId);
        }
        return base == null ? BtfKind.VOID.ordinal() : base.kind(id).ordinal();
    }

    private BtfKind kind(int id) {
        return BtfKind.of(kindOrdinal(id));
    }

    private String label(int id) {
        return kind(id).label();
    }

    private FormatException fault(int word, String format, Object... values) {
        return place.failAt(4L * word, format, values);
    }
}
