package io.github.bpfverity.loader.kernel;

import java.util.List;

/**
 * What the kernel says about a map. Source: {@code struct bpf_map_info}.
 *
 * @param type {@code BPF_MAP_TYPE_*}
 * @param keySize bytes
 * @param valueSize bytes
 * @param flags {@code BPF_F_*}
 * @param name at most 15 bytes
 * @param btfId its type information, or 0
 * @param keyTypeId in that, or 0
 * @param valueTypeId in that, or 0
 * @param vmlinuxValueTypeId of a struct_ops map, or 0
 * @param extra {@code map_extra}
 */
public record MapInfo(
        int type,
        int id,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        String name,
        int btfId,
        int keyTypeId,
        int valueTypeId,
        int vmlinuxValueTypeId,
        long extra) {
    private static final int SIZE = 88;

    /** Asks the kernel. */
    public static MapInfo of(Kernel kernel, Fd map) {
        Attr info = new Attr(SIZE);
        kernel.info(new InfoRequest(map, info.buffer(), List.of()));
        return new MapInfo(
                info.u32(0),
                info.u32(4),
                info.u32(8),
                info.u32(12),
                info.u32(16),
                info.u32(20),
                info.text(24, 16),
                info.u32(64),
                info.u32(68),
                info.u32(72),
                info.u32(44),
                info.u64(80));
    }
}
