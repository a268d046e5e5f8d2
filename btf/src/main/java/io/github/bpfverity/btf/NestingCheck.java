package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.IntBuffer;

/**
 * Refuses types that contain themselves, nest too deep or are too large, so that later walks through
 * typedefs, arrays and members end. Pointers and functions break a chain.
 *
 * <p>Runs after {@link TypeCheck}. Types of a base file were checked with it and count as depth 0.
 */
final class NestingCheck {
    /** Twice what the kernel resolves ({@code MAX_RESOLVE_DEPTH} in kernel/bpf/btf.c). */
    static final int MAX_DEPTH = 64;

    private static final byte OPEN = -1;

    /** The depth of each kind that contains nothing by value, 0 for the others. */
    private static final byte[] LEAF_DEPTHS = new byte[BtfKind.values().length];

    static {
        for (BtfKind kind : BtfKind.values()) {
            LEAF_DEPTHS[kind.ordinal()] = switch (kind) {
                case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR, ARRAY, STRUCT, UNION -> 0;
                case VOID, INT, PTR, ENUM, ENUM64, FWD, FUNC, FUNC_PROTO, DATASEC, FLOAT, DECL_TAG, OTHER -> 1;
            };
        }
    }

    private static final long MAX_SIZE = 0xffffffffL;

    private final ByteReader place;
    private final TypeBlock types;
    private final int firstId;
    private final TypeLayout layout;
    private final IntBuffer words;
    /** For each type 0 when not yet seen, {@link #OPEN} on the way down, then the depth of what it contains. */
    private final byte[] depths;

    NestingCheck(ByteReader place, TypeBlock types, int firstId, TypeLayout layout) {
        this.place = place;
        this.types = types;
        this.firstId = firstId;
        this.layout = layout;
        this.words = types.words();
        this.depths = new byte[types.count()];
    }

    void run() throws FormatException {
        for (int index = 0; index < depths.length; index++) {
            depths[index] = LEAF_DEPTHS[types.kindOrdinal(index)];
        }
        for (int index = 0; index < depths.length; index++) {
            if (depths[index] == 0) {
                measure(index, 1);
            }
        }
    }

    private int measure(int index, int level) throws FormatException {
        if (level > MAX_DEPTH) {
            throw fault(index, "type id %d nests deeper than %d", firstId + index, MAX_DEPTH);
        }
        depths[index] = OPEN;
        int depth = 1 + contentDepth(index, level + 1);
        if (depth > MAX_DEPTH) {
            throw fault(index, "type id %d nests deeper than %d", firstId + index, MAX_DEPTH);
        }
        depths[index] = (byte) depth;
        return depth;
    }

    private int contentDepth(int index, int level) throws FormatException {
        int tail = types.start(index) + TypeBlock.COMMON_WORDS;
        return switch (types.kind(index)) {
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR -> depth(index, types.sizeOrType(index), level);
            case ARRAY -> arrayDepth(index, level);
            case STRUCT, UNION -> memberDepth(index, tail, tail + 3 * types.vlen(index), level);
            case VOID, INT, PTR, ENUM, ENUM64, FWD, FUNC, FUNC_PROTO, DATASEC, FLOAT, DECL_TAG, OTHER -> 0;
        };
    }

    private int memberDepth(int index, int at, int end, int level) throws FormatException {
        int deepest = 0;
        for (; at < end; at += 3) {
            deepest = Math.max(deepest, depth(index, words.get(at + 1), level));
        }
        return deepest;
    }

    private int arrayDepth(int index, int level) throws FormatException {
        int depth = depth(index, types.tail(index, 0), level);
        long count = Integer.toUnsignedLong(types.tail(index, 2));
        long elementSize = layout.sizeOf(types.tail(index, 0)).orElse(0);
        if (elementSize > 0 && count > MAX_SIZE / elementSize) {
            throw fault(index, "array of %d elements of %d bytes is larger than 4 GiB", count, elementSize);
        }
        return depth;
    }

    private int depth(int container, int id, int level) throws FormatException {
        if (id < firstId) {
            return 0;
        }
        int depth = depths[id - firstId];
        if (depth == OPEN) {
            throw fault(container, "type id %d contains itself, through type id %d", id, firstId + container);
        }
        return depth > 0 ? depth : measure(id - firstId, level);
    }

    private FormatException fault(int index, String format, Object... values) {
        return place.failAt(4L * types.start(index), format, values);
    }
}
