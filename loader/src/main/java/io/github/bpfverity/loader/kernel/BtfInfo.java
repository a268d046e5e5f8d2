package io.github.bpfverity.loader.kernel;

import io.github.bpfverity.loader.kernel.InfoRequest.Pointer;
import java.util.List;

/**
 * What the kernel says about loaded type information. Source: {@code struct bpf_btf_info}.
 *
 * @param size bytes
 * @param name a module's, or {@code vmlinux}; empty for what user space loaded
 * @param kernel whether it is the kernel's own
 */
public record BtfInfo(int id, int size, String name, boolean kernel) {
    private static final int SIZE = 32;

    /** MODULE_NAME_LEN on 64-bit machines. */
    private static final int NAME_SIZE = 56;

    /** Asks the kernel. */
    public static BtfInfo of(Kernel kernel, Fd btf) {
        Attr name = new Attr(NAME_SIZE);
        Attr info = new Attr(SIZE).u32(24, NAME_SIZE);
        kernel.info(new InfoRequest(btf, info.buffer(), List.of(new Pointer(16, name.buffer()))));
        return new BtfInfo(info.u32(12), info.u32(8), name.text(0, NAME_SIZE), info.u32(28) != 0);
    }

    /** The types themselves, as {@code BPF_BTF_LOAD} was given them. */
    public static byte[] read(Kernel kernel, Fd btf) {
        Attr types = new Attr(of(kernel, btf).size());
        Attr info = new Attr(SIZE).u32(8, types.size());
        kernel.info(new InfoRequest(btf, info.buffer(), List.of(new Pointer(0, types.buffer()))));
        return types.bytes(0, types.size());
    }
}
