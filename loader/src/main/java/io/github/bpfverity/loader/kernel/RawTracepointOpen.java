package io.github.bpfverity.loader.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What {@code BPF_RAW_TRACEPOINT_OPEN} is asked for. Source: {@code union bpf_attr}, {@code raw_tracepoint}.
 *
 * @param tracepoint its name; null for programs whose target was fixed at load
 * @param program the program
 * @param cookie what {@code bpf_get_attach_cookie} returns; kernels before 6.10 take 0 only
 */
public record RawTracepointOpen(@Nullable String tracepoint, Fd program, long cookie) {
    private static final int SIZE = 24;

    Attr encode(Memory memory) {
        return Attr.ofThread(SIZE)
                .u64(0, tracepoint == null ? 0 : memory.string(tracepoint))
                .u32(8, program.value())
                .u64(16, cookie);
    }
}
