package io.github.bpfverity.loader.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What some links want besides program, target and attach type. Source: the union at the end of {@code
 * link_create} in {@code union bpf_attr}; each option states its members' offsets.
 */
public sealed interface LinkOptions {
    /** Fills in the union's members, which begin at byte 16. */
    Attr encode(Attr attr, Memory memory);

    /** The usual case. */
    static LinkOptions none() {
        return new None();
    }

    /** Nothing besides. */
    record None() implements LinkOptions {
        @Override
        public Attr encode(Attr attr, Memory memory) {
            return attr;
        }
    }

    /**
     * LSM, fentry and their like.
     *
     * @param targetTypeId of a freplace program attached anew; 0 otherwise
     * @param cookie what {@code bpf_get_attach_cookie} returns
     */
    record Tracing(int targetTypeId, long cookie) implements LinkOptions {
        @Override
        public Attr encode(Attr attr, Memory memory) {
            return attr.u32(16, targetTypeId).u64(24, cookie);
        }
    }

    /**
     * Iterators.
     *
     * @param info a {@code union bpf_iter_link_info} in native byte order; empty for the whole of what is iterated
     */
    record Iterator(byte[] info) implements LinkOptions {
        /** The elements of one map: {@code iter/bpf_map_elem} and its like. */
        public static Iterator ofMap(Fd map) {
            return new Iterator(numbers(map.value()));
        }

        /** One thread, or, for 0, one process: {@code iter/task} and its like. */
        public static Iterator ofTask(int thread, int process) {
            return new Iterator(numbers(thread, process, 0));
        }

        /**
         * A part of the hierarchy: {@code iter/cgroup}.
         *
         * @param order {@code BPF_CGROUP_ITER_*}: 1 for itself alone, 2 for itself and then its descendants, 3 for these
         *     and then itself, 4 for itself and then its ancestors
         */
        public static Iterator ofCgroup(int order, Fd cgroup) {
            return new Iterator(numbers(order, cgroup.value(), 0, 0));
        }

        private static byte[] numbers(int... numbers) {
            ByteBuffer info =
                    ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.nativeOrder());
            for (int number : numbers) {
                info.putInt(number);
            }
            return info.array();
        }

        @Override
        public Attr encode(Attr attr, Memory memory) {
            return attr.u64(16, memory.copy(info)).u32(24, info.length);
        }
    }

    /** Perf events: kprobes, uprobes, tracepoints. */
    record PerfEvent(long cookie) implements LinkOptions {
        @Override
        public Attr encode(Attr attr, Memory memory) {
            return attr.u64(16, cookie);
        }
    }

    /**
     * Many kernel functions at once.
     *
     * @param flags {@code BPF_F_KPROBE_MULTI_RETURN}
     * @param symbols their names; empty where addresses are given
     * @param addresses their addresses; empty where names are given
     * @param cookies one for each; empty for none
     */
    record KprobeMulti(int flags, List<String> symbols, long[] addresses, long[] cookies) implements LinkOptions {
        @Override
        public Attr encode(Attr attr, Memory memory) {
            return attr.u32(16, flags)
                    .u32(20, symbols.isEmpty() ? addresses.length : symbols.size())
                    .u64(24, memory.strings(symbols))
                    .u64(32, memory.copy(addresses))
                    .u64(40, memory.copy(cookies));
        }
    }

    /**
     * Many places in one executable at once.
     *
     * @param flags {@code BPF_F_UPROBE_MULTI_RETURN}
     * @param path the executable
     * @param offsets in the file
     * @param counterOffsets of reference counters, one for each; empty for none
     * @param cookies one for each; empty for none
     * @param pid one process; 0 for all
     */
    record UprobeMulti(int flags, String path, long[] offsets, long[] counterOffsets, long[] cookies, int pid)
            implements LinkOptions {
        @Override
        public Attr encode(Attr attr, Memory memory) {
            return attr.u64(16, memory.string(path))
                    .u64(24, memory.copy(offsets))
                    .u64(32, memory.copy(counterOffsets))
                    .u64(40, memory.copy(cookies))
                    .u32(48, offsets.length)
                    .u32(52, flags)
                    .u32(56, pid);
        }
    }

    /**
     * Netfilter hooks.
     *
     * @param family {@code NFPROTO_*}
     * @param hook {@code NF_INET_*}
     * @param priority lower runs first
     * @param flags {@code BPF_F_NETFILTER_IP_DEFRAG}
     */
    record Netfilter(int family, int hook, int priority, int flags) implements LinkOptions {
        @Override
        public Attr encode(Attr attr, Memory memory) {
            return attr.u32(16, family).u32(20, hook).u32(24, priority).u32(28, flags);
        }
    }

    /**
     * A place among other programs: tcx, netkit, cgroup.
     *
     * @param fdOrId the program or link to stand beside; the request's flags say which of these it is
     * @param expectedRevision refuse if the list has changed since; 0 for never
     */
    record Relative(int fdOrId, long expectedRevision) implements LinkOptions {
        @Override
        public Attr encode(Attr attr, Memory memory) {
            return attr.u32(16, fdOrId).u64(24, expectedRevision);
        }
    }
}
