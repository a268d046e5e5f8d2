package io.github.bpfverity.loader.kernel;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code BPF_MAP_*_BATCH} commands are asked for. Source: {@code union bpf_attr}, {@code batch}.
 *
 * @param map the map
 * @param position where the previous batch ended; null for the first one, and for updates and deletions
 * @param next receives where this batch ended; may be the same buffer as {@code position}
 * @param keys direct, {@code count} keys one after another
 * @param values direct, {@code count} values one after another, each padded to 8 bytes in per-CPU maps; null to
 *     delete
 * @param count elements at most
 * @param elementFlags as for one element
 */
public record MapBatch(
        Fd map,
        @Nullable ByteBuf position,
        @Nullable ByteBuf next,
        ByteBuf keys,
        @Nullable ByteBuf values,
        int count,
        long elementFlags) {
    private static final int SIZE = 56;
    private static final int COUNT = 32;

    /**
     * How far a batch came.
     *
     * @param count elements done
     * @param last whether the map has no more
     */
    public record Result(int count, boolean last) {}

    Attr encode(NativeCalls calls) {
        return Attr.ofThread(SIZE)
                .u64(0, position == null ? 0 : calls.addressOf(position))
                .u64(8, next == null ? 0 : calls.addressOf(next))
                .u64(16, calls.addressOf(keys))
                .u64(24, values == null ? 0 : calls.addressOf(values))
                .u32(COUNT, count)
                .u32(36, map.value())
                .u64(40, elementFlags);
    }

    static int done(Attr attr) {
        return attr.u32(COUNT);
    }
}
