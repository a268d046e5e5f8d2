package io.github.bpfverity.loader.kernel;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code BPF_MAP_*_ELEM} commands and {@code BPF_MAP_GET_NEXT_KEY} are asked for. Source: {@code union
 * bpf_attr}, second member.
 *
 * @param map the map
 * @param key a direct buffer whose first bytes are the key; null where there is none (queues, the first key)
 * @param value a direct buffer whose first bytes are, or receive, the value or the next key
 * @param flags {@code BPF_ANY}, {@code BPF_NOEXIST}, {@code BPF_EXIST}, {@code BPF_F_LOCK}
 */
public record MapElement(
        Fd map, @Nullable ByteBuf key, @Nullable ByteBuf value, long flags) {
    private static final int SIZE = 32;

    Attr encode(NativeCalls calls) {
        return Attr.ofThread(SIZE)
                .u32(0, map.value())
                .u64(8, key == null ? 0 : calls.addressOf(key))
                .u64(16, value == null ? 0 : calls.addressOf(value))
                .u64(24, flags);
    }
}
