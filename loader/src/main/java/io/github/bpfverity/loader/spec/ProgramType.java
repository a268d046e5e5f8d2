package io.github.bpfverity.loader.spec;

/** The kernel's program types: {@code enum bpf_prog_type} of {@code include/uapi/linux/bpf.h}. */
public final class ProgramType {
    /** {@code BPF_PROG_TYPE_UNSPEC}. */
    public static final int UNSPEC = 0;

    /** {@code BPF_PROG_TYPE_SOCKET_FILTER}. */
    public static final int SOCKET_FILTER = 1;

    /** {@code BPF_PROG_TYPE_KPROBE}. */
    public static final int KPROBE = 2;

    /** {@code BPF_PROG_TYPE_SCHED_CLS}. */
    public static final int SCHED_CLS = 3;

    /** {@code BPF_PROG_TYPE_SCHED_ACT}. */
    public static final int SCHED_ACT = 4;

    /** {@code BPF_PROG_TYPE_TRACEPOINT}. */
    public static final int TRACEPOINT = 5;

    /** {@code BPF_PROG_TYPE_XDP}. */
    public static final int XDP = 6;

    /** {@code BPF_PROG_TYPE_PERF_EVENT}. */
    public static final int PERF_EVENT = 7;

    /** {@code BPF_PROG_TYPE_CGROUP_SKB}. */
    public static final int CGROUP_SKB = 8;

    /** {@code BPF_PROG_TYPE_CGROUP_SOCK}. */
    public static final int CGROUP_SOCK = 9;

    /** {@code BPF_PROG_TYPE_LWT_IN}. */
    public static final int LWT_IN = 10;

    /** {@code BPF_PROG_TYPE_LWT_OUT}. */
    public static final int LWT_OUT = 11;

    /** {@code BPF_PROG_TYPE_LWT_XMIT}. */
    public static final int LWT_XMIT = 12;

    /** {@code BPF_PROG_TYPE_SOCK_OPS}. */
    public static final int SOCK_OPS = 13;

    /** {@code BPF_PROG_TYPE_SK_SKB}. */
    public static final int SK_SKB = 14;

    /** {@code BPF_PROG_TYPE_CGROUP_DEVICE}. */
    public static final int CGROUP_DEVICE = 15;

    /** {@code BPF_PROG_TYPE_SK_MSG}. */
    public static final int SK_MSG = 16;

    /** {@code BPF_PROG_TYPE_RAW_TRACEPOINT}. */
    public static final int RAW_TRACEPOINT = 17;

    /** {@code BPF_PROG_TYPE_CGROUP_SOCK_ADDR}. */
    public static final int CGROUP_SOCK_ADDR = 18;

    /** {@code BPF_PROG_TYPE_LWT_SEG6LOCAL}. */
    public static final int LWT_SEG6LOCAL = 19;

    /** {@code BPF_PROG_TYPE_LIRC_MODE2}. */
    public static final int LIRC_MODE2 = 20;

    /** {@code BPF_PROG_TYPE_SK_REUSEPORT}. */
    public static final int SK_REUSEPORT = 21;

    /** {@code BPF_PROG_TYPE_FLOW_DISSECTOR}. */
    public static final int FLOW_DISSECTOR = 22;

    /** {@code BPF_PROG_TYPE_CGROUP_SYSCTL}. */
    public static final int CGROUP_SYSCTL = 23;

    /** {@code BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE}. */
    public static final int RAW_TRACEPOINT_WRITABLE = 24;

    /** {@code BPF_PROG_TYPE_CGROUP_SOCKOPT}. */
    public static final int CGROUP_SOCKOPT = 25;

    /** {@code BPF_PROG_TYPE_TRACING}. */
    public static final int TRACING = 26;

    /** {@code BPF_PROG_TYPE_STRUCT_OPS}. */
    public static final int STRUCT_OPS = 27;

    /** {@code BPF_PROG_TYPE_EXT}. */
    public static final int EXT = 28;

    /** {@code BPF_PROG_TYPE_LSM}. */
    public static final int LSM = 29;

    /** {@code BPF_PROG_TYPE_SK_LOOKUP}. */
    public static final int SK_LOOKUP = 30;

    /** {@code BPF_PROG_TYPE_SYSCALL}. */
    public static final int SYSCALL = 31;

    /** {@code BPF_PROG_TYPE_NETFILTER}. */
    public static final int NETFILTER = 32;

    private static final String[] NAMES = {
        "unspec",
        "socket_filter",
        "kprobe",
        "sched_cls",
        "sched_act",
        "tracepoint",
        "xdp",
        "perf_event",
        "cgroup_skb",
        "cgroup_sock",
        "lwt_in",
        "lwt_out",
        "lwt_xmit",
        "sock_ops",
        "sk_skb",
        "cgroup_device",
        "sk_msg",
        "raw_tracepoint",
        "cgroup_sock_addr",
        "lwt_seg6local",
        "lirc_mode2",
        "sk_reuseport",
        "flow_dissector",
        "cgroup_sysctl",
        "raw_tracepoint_writable",
        "cgroup_sockopt",
        "tracing",
        "struct_ops",
        "ext",
        "lsm",
        "sk_lookup",
        "syscall",
        "netfilter",
    };

    private ProgramType() {}

    /** The lower-case name of a type, without {@code BPF_PROG_TYPE_}; the number itself if it is newer than this table. */
    public static String name(int type) {
        return type >= 0 && type < NAMES.length ? NAMES[type] : Integer.toString(type);
    }
}
