package io.github.bpfverity.loader.kernel;

import java.util.List;

/**
 * What the kernel says about a link. Source: {@code struct bpf_link_info}.
 *
 * @param type {@code BPF_LINK_TYPE_*}
 * @param programId the program attached; 0 where it has gone
 * @param details what depends on the type, as the kernel lays it out from byte 16 on
 */
public record LinkInfo(int type, int id, int programId, byte[] details) {
    private static final int SIZE = 80;
    private static final int DETAILS = 16;

    /** Asks the kernel. */
    public static LinkInfo of(Kernel kernel, Fd link) {
        Attr info = new Attr(SIZE);
        kernel.info(new InfoRequest(link, info.buffer(), List.of()));
        return new LinkInfo(info.u32(0), info.u32(4), info.u32(8), info.bytes(DETAILS, SIZE - DETAILS));
    }
}
