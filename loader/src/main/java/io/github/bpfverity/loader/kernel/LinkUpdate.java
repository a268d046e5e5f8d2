package io.github.bpfverity.loader.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What {@code BPF_LINK_UPDATE} is asked for. Source: {@code union bpf_attr}, {@code link_update}.
 *
 * @param link the link
 * @param program its new program; for struct_ops, the map
 * @param flags {@code BPF_F_REPLACE} where {@code expected} is given
 * @param expected the program that it must have now; null for any
 */
public record LinkUpdate(
        Fd link, Fd program, int flags, @Nullable Fd expected) {
    private static final int SIZE = 16;

    Attr encode() {
        return Attr.ofThread(SIZE)
                .u32(0, link.value())
                .u32(4, program.value())
                .u32(8, flags)
                .fd(12, expected);
    }
}
