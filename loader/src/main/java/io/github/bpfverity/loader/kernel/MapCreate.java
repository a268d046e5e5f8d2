package io.github.bpfverity.loader.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What {@code BPF_MAP_CREATE} is asked for. Source: {@code union bpf_attr}, first member.
 *
 * @param type {@code BPF_MAP_TYPE_*}
 * @param keySize bytes
 * @param valueSize bytes
 * @param flags {@code BPF_F_*}
 * @param name cut to 15 bytes
 * @param extra {@code map_extra}: bloom filter hashes, an arena's address
 * @param inner an example of the maps that this one holds
 * @param numaNode used with {@code BPF_F_NUMA_NODE}
 * @param ifindex the device of an offloaded map, or 0
 * @param types the BTF of keys and values
 * @param vmlinuxValueTypeId the kernel's type of a struct_ops map's value, or 0
 * @param valueTypeBtf the module BTF that {@code vmlinuxValueTypeId} is in
 * @param token a BPF token
 */
public record MapCreate(
        int type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        String name,
        long extra,
        @Nullable Fd inner,
        int numaNode,
        int ifindex,
        @Nullable Types types,
        int vmlinuxValueTypeId,
        @Nullable Fd valueTypeBtf,
        @Nullable Fd token) {

    /** Set where {@link #token} is used. */
    private static final int BPF_F_TOKEN_FD = 1 << 16;

    /** Set where {@link #valueTypeBtf} is used. */
    private static final int BPF_F_VTYPE_BTF_OBJ_FD = 1 << 15;

    private static final int SIZE = 80;

    /** BTF types of a map's keys and values; ids in {@code btf}. */
    public record Types(Fd btf, int keyTypeId, int valueTypeId) {}

    /** A map with nothing but its shape. */
    public static MapCreate of(int type, int keySize, int valueSize, int maxEntries, int flags, String name) {
        return new MapCreate(type, keySize, valueSize, maxEntries, flags, name, 0, null, 0, 0, null, 0, null, null);
    }

    /** The same with typed keys and values, or, for null, without. */
    public MapCreate withTypes(@Nullable Types newTypes) {
        return new MapCreate(
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                name,
                extra,
                inner,
                numaNode,
                ifindex,
                newTypes,
                vmlinuxValueTypeId,
                valueTypeBtf,
                token);
    }

    /** The same map of maps with an example of what it holds. */
    public MapCreate withInner(Fd example) {
        return new MapCreate(
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                name,
                extra,
                example,
                numaNode,
                ifindex,
                types,
                vmlinuxValueTypeId,
                valueTypeBtf,
                token);
    }

    /**
     * The same struct_ops map with a value of the kernel's.
     *
     * @param typeId the kernel's type
     * @param size bytes in it
     * @param btf the module BTF that it is in; null for vmlinux
     */
    public MapCreate withKernelValue(int typeId, int size, @Nullable Fd btf) {
        return new MapCreate(
                type,
                keySize,
                size,
                maxEntries,
                flags,
                name,
                extra,
                inner,
                numaNode,
                ifindex,
                types,
                typeId,
                btf,
                token);
    }

    Attr encode() {
        int allFlags =
                flags | (token == null ? 0 : BPF_F_TOKEN_FD) | (valueTypeBtf == null ? 0 : BPF_F_VTYPE_BTF_OBJ_FD);
        Attr attr = Attr.ofThread(SIZE)
                .u32(0, type)
                .u32(4, keySize)
                .u32(8, valueSize)
                .u32(12, maxEntries)
                .u32(16, allFlags)
                .fd(20, inner)
                .u32(24, numaNode)
                .name(28, name)
                .u32(44, ifindex)
                .u32(60, vmlinuxValueTypeId)
                .u64(64, extra)
                .fd(72, valueTypeBtf)
                .fd(76, token);
        return types == null
                ? attr
                : attr.fd(48, types.btf()).u32(52, types.keyTypeId()).u32(56, types.valueTypeId());
    }
}
