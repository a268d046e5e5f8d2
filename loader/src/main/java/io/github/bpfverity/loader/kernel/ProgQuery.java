package io.github.bpfverity.loader.kernel;

/**
 * What {@code BPF_PROG_QUERY} is asked for. Source: {@code union bpf_attr}, {@code query}.
 *
 * @param target a descriptor or an interface index, as the attach type wants
 * @param attachType {@code BPF_*} of {@code enum bpf_attach_type}
 * @param flags {@code BPF_F_QUERY_EFFECTIVE}
 * @param room how many program ids at most
 */
public record ProgQuery(int target, int attachType, int flags, int room) {
    private static final int SIZE = 64;
    private static final int COUNT = 24;

    Attr encode(long ids) {
        return Attr.ofThread(SIZE)
                .u32(0, target)
                .u32(4, attachType)
                .u32(8, flags)
                .u64(16, ids)
                .u32(COUNT, room);
    }

    static int count(Attr attr) {
        return attr.u32(COUNT);
    }
}
