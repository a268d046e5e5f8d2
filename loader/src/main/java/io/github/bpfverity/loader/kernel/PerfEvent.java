package io.github.bpfverity.loader.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What perf_event_open(2) is asked for. Source: {@code struct perf_event_attr} in {@code
 * include/uapi/linux/perf_event.h}.
 *
 * @param type {@code PERF_TYPE_*}, or what {@code /sys/bus/event_source/devices/NAME/type} says
 * @param config the event in that type
 * @param samplePeriod events between two samples
 * @param sampleType {@code PERF_SAMPLE_*}
 * @param wakeupEvents samples between two wake-ups
 * @param path {@code config1} as text: a kernel function or an executable
 * @param offset {@code config2}: from the function's or the file's start
 */
public record PerfEvent(
        int type,
        long config,
        long samplePeriod,
        long sampleType,
        int wakeupEvents,
        @Nullable String path,
        long offset) {
    /** PERF_ATTR_SIZE_VER1: up to config2, which every kernel with BPF knows. */
    private static final int SIZE = 72;

    /** A kprobe or an uprobe, whose type the kernel assigns at boot. */
    public static PerfEvent probe(int type, boolean returning, int returnBit, String path, long offset, long counter) {
        long config = (returning ? 1L << returnBit : 0) | counter << 32;
        return new PerfEvent(type, config, 1, 0, 1, path, offset);
    }

    /** A tracepoint, by the number in its {@code id} file. */
    public static PerfEvent tracepoint(long id) {
        return new PerfEvent(2, id, 1, 0, 1, null, 0);
    }

    /** What {@code bpf_perf_event_output} writes to: {@code PERF_COUNT_SW_BPF_OUTPUT} with raw samples. */
    public static PerfEvent bpfOutput(int wakeupEvents) {
        return new PerfEvent(1, 10, 1, 1 << 10, wakeupEvents, null, 0);
    }

    Attr encode(Memory memory) {
        return Attr.ofThread(SIZE)
                .u32(0, type)
                .u32(4, SIZE)
                .u64(8, config)
                .u64(16, samplePeriod)
                .u64(24, sampleType)
                .u32(48, wakeupEvents)
                .u64(56, path == null ? 0 : memory.string(path))
                .u64(64, offset);
    }
}
