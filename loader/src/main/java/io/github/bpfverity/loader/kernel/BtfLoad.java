package io.github.bpfverity.loader.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What {@code BPF_BTF_LOAD} is asked for. Source: {@code union bpf_attr}.
 *
 * @param btf the whole of a {@code .BTF} section in native byte order
 * @param log where the checker writes
 * @param token a BPF token
 */
public record BtfLoad(
        byte[] btf, @Nullable Log log, @Nullable Fd token) {
    private static final int BPF_F_TOKEN_FD = 1 << 16;
    private static final int SIZE = 40;
    private static final int LOG_TRUE_SIZE = 28;

    Attr encode(Memory memory) {
        Attr attr = Attr.ofThread(SIZE)
                .u64(0, memory.copy(btf))
                .u32(16, btf.length)
                .u32(32, token == null ? 0 : BPF_F_TOKEN_FD)
                .fd(36, token);
        return log == null
                ? attr
                : attr.u64(8, memory.addressOf(log.buffer()))
                        .u32(20, log.size())
                        .u32(24, log.level());
    }

    /** Takes what the kernel wrote into the request. */
    void decode(Attr attr) {
        if (log != null) {
            log.neededSize(attr.u32(LOG_TRUE_SIZE));
        }
    }
}
