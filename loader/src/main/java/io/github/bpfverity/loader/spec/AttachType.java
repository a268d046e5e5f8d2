package io.github.bpfverity.loader.spec;

/** The kernel's attach types: {@code enum bpf_attach_type} of {@code include/uapi/linux/bpf.h}. */
public final class AttachType {
    /** {@code BPF_CGROUP_INET_INGRESS}. */
    public static final int CGROUP_INET_INGRESS = 0;

    /** {@code BPF_CGROUP_INET_EGRESS}. */
    public static final int CGROUP_INET_EGRESS = 1;

    /** {@code BPF_CGROUP_INET_SOCK_CREATE}. */
    public static final int CGROUP_INET_SOCK_CREATE = 2;

    /** {@code BPF_CGROUP_SOCK_OPS}. */
    public static final int CGROUP_SOCK_OPS = 3;

    /** {@code BPF_SK_SKB_STREAM_PARSER}. */
    public static final int SK_SKB_STREAM_PARSER = 4;

    /** {@code BPF_SK_SKB_STREAM_VERDICT}. */
    public static final int SK_SKB_STREAM_VERDICT = 5;

    /** {@code BPF_CGROUP_DEVICE}. */
    public static final int CGROUP_DEVICE = 6;

    /** {@code BPF_SK_MSG_VERDICT}. */
    public static final int SK_MSG_VERDICT = 7;

    /** {@code BPF_CGROUP_INET4_BIND}. */
    public static final int CGROUP_INET4_BIND = 8;

    /** {@code BPF_CGROUP_INET6_BIND}. */
    public static final int CGROUP_INET6_BIND = 9;

    /** {@code BPF_CGROUP_INET4_CONNECT}. */
    public static final int CGROUP_INET4_CONNECT = 10;

    /** {@code BPF_CGROUP_INET6_CONNECT}. */
    public static final int CGROUP_INET6_CONNECT = 11;

    /** {@code BPF_CGROUP_INET4_POST_BIND}. */
    public static final int CGROUP_INET4_POST_BIND = 12;

    /** {@code BPF_CGROUP_INET6_POST_BIND}. */
    public static final int CGROUP_INET6_POST_BIND = 13;

    /** {@code BPF_CGROUP_UDP4_SENDMSG}. */
    public static final int CGROUP_UDP4_SENDMSG = 14;

    /** {@code BPF_CGROUP_UDP6_SENDMSG}. */
    public static final int CGROUP_UDP6_SENDMSG = 15;

    /** {@code BPF_LIRC_MODE2}. */
    public static final int LIRC_MODE2 = 16;

    /** {@code BPF_FLOW_DISSECTOR}. */
    public static final int FLOW_DISSECTOR = 17;

    /** {@code BPF_CGROUP_SYSCTL}. */
    public static final int CGROUP_SYSCTL = 18;

    /** {@code BPF_CGROUP_UDP4_RECVMSG}. */
    public static final int CGROUP_UDP4_RECVMSG = 19;

    /** {@code BPF_CGROUP_UDP6_RECVMSG}. */
    public static final int CGROUP_UDP6_RECVMSG = 20;

    /** {@code BPF_CGROUP_GETSOCKOPT}. */
    public static final int CGROUP_GETSOCKOPT = 21;

    /** {@code BPF_CGROUP_SETSOCKOPT}. */
    public static final int CGROUP_SETSOCKOPT = 22;

    /** {@code BPF_TRACE_RAW_TP}. */
    public static final int TRACE_RAW_TP = 23;

    /** {@code BPF_TRACE_FENTRY}. */
    public static final int TRACE_FENTRY = 24;

    /** {@code BPF_TRACE_FEXIT}. */
    public static final int TRACE_FEXIT = 25;

    /** {@code BPF_MODIFY_RETURN}. */
    public static final int MODIFY_RETURN = 26;

    /** {@code BPF_LSM_MAC}. */
    public static final int LSM_MAC = 27;

    /** {@code BPF_TRACE_ITER}. */
    public static final int TRACE_ITER = 28;

    /** {@code BPF_CGROUP_INET4_GETPEERNAME}. */
    public static final int CGROUP_INET4_GETPEERNAME = 29;

    /** {@code BPF_CGROUP_INET6_GETPEERNAME}. */
    public static final int CGROUP_INET6_GETPEERNAME = 30;

    /** {@code BPF_CGROUP_INET4_GETSOCKNAME}. */
    public static final int CGROUP_INET4_GETSOCKNAME = 31;

    /** {@code BPF_CGROUP_INET6_GETSOCKNAME}. */
    public static final int CGROUP_INET6_GETSOCKNAME = 32;

    /** {@code BPF_XDP_DEVMAP}. */
    public static final int XDP_DEVMAP = 33;

    /** {@code BPF_CGROUP_INET_SOCK_RELEASE}. */
    public static final int CGROUP_INET_SOCK_RELEASE = 34;

    /** {@code BPF_XDP_CPUMAP}. */
    public static final int XDP_CPUMAP = 35;

    /** {@code BPF_SK_LOOKUP}. */
    public static final int SK_LOOKUP = 36;

    /** {@code BPF_XDP}. */
    public static final int XDP = 37;

    /** {@code BPF_SK_SKB_VERDICT}. */
    public static final int SK_SKB_VERDICT = 38;

    /** {@code BPF_SK_REUSEPORT_SELECT}. */
    public static final int SK_REUSEPORT_SELECT = 39;

    /** {@code BPF_SK_REUSEPORT_SELECT_OR_MIGRATE}. */
    public static final int SK_REUSEPORT_SELECT_OR_MIGRATE = 40;

    /** {@code BPF_PERF_EVENT}. */
    public static final int PERF_EVENT = 41;

    /** {@code BPF_TRACE_KPROBE_MULTI}. */
    public static final int TRACE_KPROBE_MULTI = 42;

    /** {@code BPF_LSM_CGROUP}. */
    public static final int LSM_CGROUP = 43;

    /** {@code BPF_STRUCT_OPS}. */
    public static final int STRUCT_OPS = 44;

    /** {@code BPF_NETFILTER}. */
    public static final int NETFILTER = 45;

    /** {@code BPF_TCX_INGRESS}. */
    public static final int TCX_INGRESS = 46;

    /** {@code BPF_TCX_EGRESS}. */
    public static final int TCX_EGRESS = 47;

    /** {@code BPF_TRACE_UPROBE_MULTI}. */
    public static final int TRACE_UPROBE_MULTI = 48;

    /** {@code BPF_CGROUP_UNIX_CONNECT}. */
    public static final int CGROUP_UNIX_CONNECT = 49;

    /** {@code BPF_CGROUP_UNIX_SENDMSG}. */
    public static final int CGROUP_UNIX_SENDMSG = 50;

    /** {@code BPF_CGROUP_UNIX_RECVMSG}. */
    public static final int CGROUP_UNIX_RECVMSG = 51;

    /** {@code BPF_CGROUP_UNIX_GETPEERNAME}. */
    public static final int CGROUP_UNIX_GETPEERNAME = 52;

    /** {@code BPF_CGROUP_UNIX_GETSOCKNAME}. */
    public static final int CGROUP_UNIX_GETSOCKNAME = 53;

    /** {@code BPF_NETKIT_PRIMARY}. */
    public static final int NETKIT_PRIMARY = 54;

    /** {@code BPF_NETKIT_PEER}. */
    public static final int NETKIT_PEER = 55;

    /** {@code BPF_TRACE_KPROBE_SESSION}. */
    public static final int TRACE_KPROBE_SESSION = 56;

    /** {@code BPF_TRACE_UPROBE_SESSION}. */
    public static final int TRACE_UPROBE_SESSION = 57;

    /** {@code BPF_TRACE_FSESSION}. */
    public static final int TRACE_FSESSION = 58;

    /** {@code BPF_TRACE_FENTRY_MULTI}. */
    public static final int TRACE_FENTRY_MULTI = 59;

    /** {@code BPF_TRACE_FEXIT_MULTI}. */
    public static final int TRACE_FEXIT_MULTI = 60;

    /** {@code BPF_TRACE_FSESSION_MULTI}. */
    public static final int TRACE_FSESSION_MULTI = 61;

    private static final String[] NAMES = {
        "cgroup_inet_ingress",
        "cgroup_inet_egress",
        "cgroup_inet_sock_create",
        "cgroup_sock_ops",
        "sk_skb_stream_parser",
        "sk_skb_stream_verdict",
        "cgroup_device",
        "sk_msg_verdict",
        "cgroup_inet4_bind",
        "cgroup_inet6_bind",
        "cgroup_inet4_connect",
        "cgroup_inet6_connect",
        "cgroup_inet4_post_bind",
        "cgroup_inet6_post_bind",
        "cgroup_udp4_sendmsg",
        "cgroup_udp6_sendmsg",
        "lirc_mode2",
        "flow_dissector",
        "cgroup_sysctl",
        "cgroup_udp4_recvmsg",
        "cgroup_udp6_recvmsg",
        "cgroup_getsockopt",
        "cgroup_setsockopt",
        "trace_raw_tp",
        "trace_fentry",
        "trace_fexit",
        "modify_return",
        "lsm_mac",
        "trace_iter",
        "cgroup_inet4_getpeername",
        "cgroup_inet6_getpeername",
        "cgroup_inet4_getsockname",
        "cgroup_inet6_getsockname",
        "xdp_devmap",
        "cgroup_inet_sock_release",
        "xdp_cpumap",
        "sk_lookup",
        "xdp",
        "sk_skb_verdict",
        "sk_reuseport_select",
        "sk_reuseport_select_or_migrate",
        "perf_event",
        "trace_kprobe_multi",
        "lsm_cgroup",
        "struct_ops",
        "netfilter",
        "tcx_ingress",
        "tcx_egress",
        "trace_uprobe_multi",
        "cgroup_unix_connect",
        "cgroup_unix_sendmsg",
        "cgroup_unix_recvmsg",
        "cgroup_unix_getpeername",
        "cgroup_unix_getsockname",
        "netkit_primary",
        "netkit_peer",
        "trace_kprobe_session",
        "trace_uprobe_session",
        "trace_fsession",
        "trace_fentry_multi",
        "trace_fexit_multi",
        "trace_fsession_multi",
    };

    private AttachType() {}

    /** The lower-case name of a type, without {@code BPF_}; the number itself if it is newer than this table. */
    public static String name(int type) {
        return type >= 0 && type < NAMES.length ? NAMES[type] : Integer.toString(type);
    }
}
