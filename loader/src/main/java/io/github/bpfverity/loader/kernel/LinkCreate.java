package io.github.bpfverity.loader.kernel;

/**
 * What {@code BPF_LINK_CREATE} is asked for. Source: {@code union bpf_attr}, {@code link_create}.
 *
 * @param program the program; for struct_ops, the map
 * @param target a descriptor or an interface index, as the attach type wants; 0 for none
 * @param attachType {@code BPF_*} of {@code enum bpf_attach_type}
 * @param flags {@code BPF_F_*}
 * @param options what the attach type wants besides
 */
public record LinkCreate(Fd program, int target, int attachType, int flags, LinkOptions options) {
    private static final int SIZE = 64;

    Attr encode(Memory memory) {
        Attr attr = Attr.ofThread(SIZE)
                .u32(0, program.value())
                .u32(4, target)
                .u32(8, attachType)
                .u32(12, flags);
        return options.encode(attr, memory);
    }
}
