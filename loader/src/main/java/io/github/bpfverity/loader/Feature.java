package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.spec.MapType;
import io.github.bpfverity.loader.spec.ProgramType;
import java.util.function.Predicate;

/**
 * Something that not every kernel has, found out by trying the smallest thing that needs it.
 *
 * <p>Nothing here looks at a version: distributions backport. Each question costs one or two system calls and is
 * asked when it matters, mostly after a failure.
 */
public enum Feature {
    /** Memory is charged to the cgroup, not to {@code RLIMIT_MEMLOCK}; came with a helper that can be seen. */
    MEMORY_CGROUP_ACCOUNTING("5.11", kernel -> Probe.helper(kernel, ProgramType.SOCKET_FILTER, 160)),
    /** {@code bpf_probe_read_kernel} and its kin; before, {@code bpf_probe_read} read all memory. */
    PROBE_READ_KERNEL("5.5", kernel -> Probe.helper(kernel, ProgramType.KPROBE, 113)),
    /** {@code bpf_get_attach_cookie}. */
    ATTACH_COOKIE("5.15", kernel -> Probe.helper(kernel, ProgramType.KPROBE, 174)),
    /** Ring buffers. */
    RING_BUFFER("5.8", kernel -> Probe.map(kernel, MapType.RINGBUF, 0, 0, 1 << 16, 0)),
    /** Arrays that user space can map. */
    MMAPABLE_ARRAY("5.5", kernel -> Probe.map(kernel, MapType.ARRAY, 4, 8, 1, 1 << 10)),
    /** Bloom filters. */
    BLOOM_FILTER("5.16", kernel -> Probe.map(kernel, MapType.BLOOM_FILTER, 0, 8, 1, 0)),
    /** Memory shared by programs and user space at addresses both know. */
    ARENA("6.9", kernel -> Probe.map(kernel, MapType.ARENA, 0, 0, 1, 1 << 10)),
    /** LSM programs. */
    LSM("5.7", kernel -> Probe.programType(kernel, ProgramType.LSM)),
    /** fentry, fexit and their like. */
    TRACING("5.5", kernel -> Probe.programType(kernel, ProgramType.TRACING)),
    /** Programs that user space runs. */
    SYSCALL("5.14", kernel -> Probe.programType(kernel, ProgramType.SYSCALL)),
    /** Traffic programs attached by links, and what else came with them. */
    TCX("6.6", Probe::tcx),
    /** Netfilter programs. */
    NETFILTER("6.4", kernel -> Probe.programType(kernel, ProgramType.NETFILTER));

    private final String since;
    private final Predicate<Kernel> probe;

    Feature(String since, Predicate<Kernel> probe) {
        this.since = since;
        this.probe = probe;
    }

    /** The mainline version that brought it. For people: what a kernel has is to be asked of it. */
    public String since() {
        return since;
    }

    /** Whether this kernel has it. A process without the right to ask gets false. */
    public boolean isIn(Kernel kernel) {
        return probe.test(kernel);
    }
}
