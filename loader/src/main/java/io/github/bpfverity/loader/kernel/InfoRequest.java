package io.github.bpfverity.loader.kernel;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * What {@code BPF_OBJ_GET_INFO_BY_FD} is asked for. Source: {@code union bpf_attr}, {@code info}.
 *
 * @param object a program, map, link or BTF
 * @param info a direct buffer of the structure's size, which the kernel reads and fills in
 * @param pointers buffers that the structure is to point to
 */
public record InfoRequest(Fd object, ByteBuf info, List<Pointer> pointers) {
    private static final int SIZE = 16;
    private static final int LENGTH = 4;

    /**
     * A member of the structure that is an address.
     *
     * @param offset the member's
     * @param target a direct buffer
     */
    public record Pointer(int offset, ByteBuf target) {}

    Attr encode(NativeCalls calls) {
        for (Pointer pointer : pointers) {
            long address = calls.addressOf(pointer.target());
            info.setLong(pointer.offset(), Attr.LITTLE ? Long.reverseBytes(address) : address);
        }
        return Attr.ofThread(SIZE).fd(0, object).u32(LENGTH, info.capacity()).u64(8, calls.addressOf(info));
    }

    static int length(Attr attr) {
        return attr.u32(LENGTH);
    }
}
