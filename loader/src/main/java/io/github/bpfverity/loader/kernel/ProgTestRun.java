package io.github.bpfverity.loader.kernel;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What {@code BPF_PROG_TEST_RUN} is asked for. Source: {@code union bpf_attr}, {@code test}.
 *
 * @param program the program
 * @param data a direct buffer whose readable bytes are the packet
 * @param dataOut a direct buffer that receives the packet afterwards, up to its capacity
 * @param context a direct buffer whose readable bytes are the context
 * @param contextOut a direct buffer that receives the context afterwards, up to its capacity
 * @param repeat how often to run
 * @param flags {@code BPF_F_TEST_*}
 * @param cpu with {@code BPF_F_TEST_RUN_ON_CPU}
 * @param batchSize with {@code BPF_F_TEST_XDP_LIVE_FRAMES}
 */
public record ProgTestRun(
        Fd program,
        @Nullable ByteBuf data,
        @Nullable ByteBuf dataOut,
        @Nullable ByteBuf context,
        @Nullable ByteBuf contextOut,
        int repeat,
        int flags,
        int cpu,
        int batchSize) {
    private static final int SIZE = 80;

    /**
     * What came of it.
     *
     * @param returnValue what the program returned
     * @param nanoseconds one run's average
     * @param dataSize bytes of the packet afterwards
     * @param contextSize bytes of the context afterwards
     */
    public record Result(int returnValue, int nanoseconds, int dataSize, int contextSize) {}

    Attr encode(NativeCalls calls) {
        Attr attr = Attr.ofThread(SIZE)
                .u32(0, program.value())
                .u32(32, repeat)
                .u32(64, flags)
                .u32(68, cpu)
                .u32(72, batchSize);
        if (data != null) {
            attr.u32(8, data.readableBytes()).u64(16, calls.addressOf(data) + data.readerIndex());
        }
        if (dataOut != null) {
            attr.u32(12, dataOut.capacity()).u64(24, calls.addressOf(dataOut));
        }
        if (context != null) {
            attr.u32(40, context.readableBytes()).u64(48, calls.addressOf(context) + context.readerIndex());
        }
        if (contextOut != null) {
            attr.u32(44, contextOut.capacity()).u64(56, calls.addressOf(contextOut));
        }
        return attr;
    }

    static Result decode(Attr attr) {
        return new Result(attr.u32(4), attr.u32(36), attr.u32(12), attr.u32(44));
    }
}
