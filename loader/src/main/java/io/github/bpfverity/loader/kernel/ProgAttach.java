package io.github.bpfverity.loader.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What {@code BPF_PROG_ATTACH} and {@code BPF_PROG_DETACH} are asked for. Source: {@code union bpf_attr}.
 *
 * @param target a descriptor or an interface index, as the attach type wants
 * @param program the program; null to detach whatever is there
 * @param attachType {@code BPF_*} of {@code enum bpf_attach_type}
 * @param flags {@code BPF_F_*}
 * @param replaced with {@code BPF_F_REPLACE}
 */
public record ProgAttach(
        int target,
        @Nullable Fd program,
        int attachType,
        int flags,
        @Nullable Fd replaced) {
    private static final int SIZE = 32;

    Attr encode() {
        return Attr.ofThread(SIZE)
                .u32(0, target)
                .fd(4, program)
                .u32(8, attachType)
                .u32(12, flags)
                .fd(16, replaced);
    }
}
