package io.github.bpfverity.loader.spec;

import static io.github.bpfverity.loader.spec.AttachBtf.BPF_PROGRAM;
import static io.github.bpfverity.loader.spec.AttachBtf.FUNCTION;
import static io.github.bpfverity.loader.spec.AttachBtf.ITERATOR;
import static io.github.bpfverity.loader.spec.AttachBtf.LSM_HOOK;
import static io.github.bpfverity.loader.spec.AttachBtf.RAW_TRACEPOINT;
import static io.github.bpfverity.loader.spec.ProgramSpec.SLEEPABLE;
import static io.github.bpfverity.loader.spec.ProgramSpec.XDP_HAS_FRAGS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the name of a section says about the programs in it.
 *
 * <p>The names are those that libbpf 1.7 takes; most are listed in {@code
 * Documentation/bpf/libbpf/program_types.rst}. The table is grouped by where programs are attached.
 */
public final class SectionTable {
    private static final int NO_ATTACH_TYPE = 0;
    private static final List<SectionRule> RULES = build();
    private static final Map<String, SectionRule> BY_PREFIX = index(RULES);

    private SectionTable() {}

    /** Every rule there is. */
    public static List<SectionRule> rules() {
        return RULES;
    }

    /**
     * The rule for a section.
     *
     * @param section its name, without the {@code ?} that turns loading off
     */
    public static Optional<SectionRule> find(String section) {
        SectionRule exact = BY_PREFIX.get(section);
        if (exact != null) {
            return Optional.of(exact);
        }
        int slash = section.indexOf('/');
        SectionRule rule = slash < 0 ? null : BY_PREFIX.get(section.substring(0, slash));
        return Optional.ofNullable(rule).filter(SectionRule::takesTarget);
    }

    private static List<SectionRule> build() {
        List<SectionRule> rules = new ArrayList<>();
        addProbes(rules);
        addTracing(rules);
        addNetworkDevices(rules);
        addSockets(rules);
        addCgroups(rules);
        addSocketAddresses(rules);
        addOthers(rules);
        return List.copyOf(rules);
    }

    private static void addProbes(List<SectionRule> rules) {
        for (String prefix : List.of("kprobe", "kretprobe", "uprobe", "uretprobe", "ksyscall", "kretsyscall", "usdt")) {
            rules.add(kprobe(prefix, NO_ATTACH_TYPE));
        }
        for (String prefix : List.of("uprobe.s", "uretprobe.s", "usdt.s")) {
            rules.add(kprobe(prefix, NO_ATTACH_TYPE).flagged(SLEEPABLE));
        }
        rules.add(kprobe("kprobe.multi", AttachType.TRACE_KPROBE_MULTI));
        rules.add(kprobe("kretprobe.multi", AttachType.TRACE_KPROBE_MULTI));
        rules.add(kprobe("kprobe.session", AttachType.TRACE_KPROBE_SESSION));
        for (String suffix : List.of("", ".s")) {
            int flags = suffix.isEmpty() ? 0 : SLEEPABLE;
            rules.add(kprobe("uprobe.multi" + suffix, AttachType.TRACE_UPROBE_MULTI)
                    .flagged(flags));
            rules.add(kprobe("uretprobe.multi" + suffix, AttachType.TRACE_UPROBE_MULTI)
                    .flagged(flags));
            rules.add(kprobe("uprobe.session" + suffix, AttachType.TRACE_UPROBE_SESSION)
                    .flagged(flags));
        }
    }

    private static void addTracing(List<SectionRule> rules) {
        for (String prefix : List.of("tracepoint", "tp")) {
            addWithSleepable(rules, rule(prefix, ProgramType.TRACEPOINT).withTarget());
        }
        for (String prefix : List.of("raw_tracepoint", "raw_tp")) {
            addWithSleepable(rules, rule(prefix, ProgramType.RAW_TRACEPOINT).withTarget());
            rules.add(rule(prefix + ".w", ProgramType.RAW_TRACEPOINT_WRITABLE).withTarget());
        }
        addWithSleepable(rules, tracing("tp_btf", AttachType.TRACE_RAW_TP, RAW_TRACEPOINT));
        addWithSleepable(rules, tracing("fentry.multi", AttachType.TRACE_FENTRY_MULTI, AttachBtf.NONE));
        addWithSleepable(rules, tracing("fexit.multi", AttachType.TRACE_FEXIT_MULTI, AttachBtf.NONE));
        addWithSleepable(rules, tracing("fsession.multi", AttachType.TRACE_FSESSION_MULTI, AttachBtf.NONE));
        addWithSleepable(rules, tracing("fentry", AttachType.TRACE_FENTRY, FUNCTION));
        addWithSleepable(rules, tracing("fexit", AttachType.TRACE_FEXIT, FUNCTION));
        addWithSleepable(rules, tracing("fsession", AttachType.TRACE_FSESSION, FUNCTION));
        addWithSleepable(rules, tracing("fmod_ret", AttachType.MODIFY_RETURN, FUNCTION));
        addWithSleepable(rules, tracing("iter", AttachType.TRACE_ITER, ITERATOR));
        addWithSleepable(rules, lsm("lsm", AttachType.LSM_MAC));
        rules.add(lsm("lsm_cgroup", AttachType.LSM_CGROUP));
        rules.add(rule("freplace", ProgramType.EXT).withTarget().attachedTo(BPF_PROGRAM));
        rules.add(rule("perf_event", ProgramType.PERF_EVENT));
    }

    private static void addNetworkDevices(List<SectionRule> rules) {
        rules.add(rule("xdp", ProgramType.XDP, AttachType.XDP).optional());
        rules.add(rule("xdp/devmap", ProgramType.XDP, AttachType.XDP_DEVMAP));
        rules.add(rule("xdp/cpumap", ProgramType.XDP, AttachType.XDP_CPUMAP));
        rules.add(rule("xdp.frags", ProgramType.XDP, AttachType.XDP).flagged(XDP_HAS_FRAGS));
        rules.add(
                rule("xdp.frags/devmap", ProgramType.XDP, AttachType.XDP_DEVMAP).flagged(XDP_HAS_FRAGS));
        rules.add(
                rule("xdp.frags/cpumap", ProgramType.XDP, AttachType.XDP_CPUMAP).flagged(XDP_HAS_FRAGS));
        for (String prefix : List.of("tc", "tcx")) {
            rules.add(rule(prefix + "/ingress", ProgramType.SCHED_CLS, AttachType.TCX_INGRESS));
            rules.add(rule(prefix + "/egress", ProgramType.SCHED_CLS, AttachType.TCX_EGRESS));
        }
        rules.add(rule("tc", ProgramType.SCHED_CLS));
        rules.add(rule("classifier", ProgramType.SCHED_CLS));
        rules.add(rule("action", ProgramType.SCHED_ACT));
        rules.add(rule("netkit/primary", ProgramType.SCHED_CLS, AttachType.NETKIT_PRIMARY));
        rules.add(rule("netkit/peer", ProgramType.SCHED_CLS, AttachType.NETKIT_PEER));
        rules.add(rule("lwt_in", ProgramType.LWT_IN));
        rules.add(rule("lwt_out", ProgramType.LWT_OUT));
        rules.add(rule("lwt_xmit", ProgramType.LWT_XMIT));
        rules.add(rule("lwt_seg6local", ProgramType.LWT_SEG6LOCAL));
    }

    private static void addSockets(List<SectionRule> rules) {
        rules.add(rule("socket", ProgramType.SOCKET_FILTER));
        rules.add(rule("sk_reuseport", ProgramType.SK_REUSEPORT, AttachType.SK_REUSEPORT_SELECT));
        rules.add(rule("sk_reuseport/migrate", ProgramType.SK_REUSEPORT, AttachType.SK_REUSEPORT_SELECT_OR_MIGRATE));
        rules.add(rule("sk_skb", ProgramType.SK_SKB));
        rules.add(rule("sk_skb/stream_parser", ProgramType.SK_SKB, AttachType.SK_SKB_STREAM_PARSER)
                .optional());
        rules.add(rule("sk_skb/stream_verdict", ProgramType.SK_SKB, AttachType.SK_SKB_STREAM_VERDICT)
                .optional());
        rules.add(rule("sk_skb/verdict", ProgramType.SK_SKB, AttachType.SK_SKB_VERDICT)
                .optional());
        rules.add(rule("sk_msg", ProgramType.SK_MSG, AttachType.SK_MSG_VERDICT).optional());
        rules.add(rule("sk_lookup", ProgramType.SK_LOOKUP, AttachType.SK_LOOKUP));
        rules.add(rule("flow_dissector", ProgramType.FLOW_DISSECTOR, AttachType.FLOW_DISSECTOR)
                .optional());
        rules.add(rule("netfilter", ProgramType.NETFILTER, AttachType.NETFILTER));
    }

    private static void addCgroups(List<SectionRule> rules) {
        rules.add(rule("sockops", ProgramType.SOCK_OPS, AttachType.CGROUP_SOCK_OPS)
                .optional());
        rules.add(rule("cgroup_skb/ingress", ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_INGRESS)
                .optional());
        rules.add(rule("cgroup_skb/egress", ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_EGRESS)
                .optional());
        rules.add(rule("cgroup/skb", ProgramType.CGROUP_SKB));
        rules.add(rule("cgroup/sock", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_CREATE)
                .optional());
        rules.add(rule("cgroup/sock_create", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_CREATE));
        rules.add(rule("cgroup/sock_release", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_RELEASE));
        rules.add(rule("cgroup/post_bind4", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET4_POST_BIND));
        rules.add(rule("cgroup/post_bind6", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET6_POST_BIND));
        rules.add(rule("cgroup/sysctl", ProgramType.CGROUP_SYSCTL, AttachType.CGROUP_SYSCTL));
        rules.add(rule("cgroup/getsockopt", ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_GETSOCKOPT));
        rules.add(rule("cgroup/setsockopt", ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_SETSOCKOPT));
        rules.add(rule("cgroup/dev", ProgramType.CGROUP_DEVICE, AttachType.CGROUP_DEVICE)
                .optional());
    }

    private static void addSocketAddresses(List<SectionRule> rules) {
        rules.add(address("bind4", AttachType.CGROUP_INET4_BIND));
        rules.add(address("bind6", AttachType.CGROUP_INET6_BIND));
        rules.add(address("connect4", AttachType.CGROUP_INET4_CONNECT));
        rules.add(address("connect6", AttachType.CGROUP_INET6_CONNECT));
        rules.add(address("connect_unix", AttachType.CGROUP_UNIX_CONNECT));
        rules.add(address("sendmsg4", AttachType.CGROUP_UDP4_SENDMSG));
        rules.add(address("sendmsg6", AttachType.CGROUP_UDP6_SENDMSG));
        rules.add(address("sendmsg_unix", AttachType.CGROUP_UNIX_SENDMSG));
        rules.add(address("recvmsg4", AttachType.CGROUP_UDP4_RECVMSG));
        rules.add(address("recvmsg6", AttachType.CGROUP_UDP6_RECVMSG));
        rules.add(address("recvmsg_unix", AttachType.CGROUP_UNIX_RECVMSG));
        rules.add(address("getpeername4", AttachType.CGROUP_INET4_GETPEERNAME));
        rules.add(address("getpeername6", AttachType.CGROUP_INET6_GETPEERNAME));
        rules.add(address("getpeername_unix", AttachType.CGROUP_UNIX_GETPEERNAME));
        rules.add(address("getsockname4", AttachType.CGROUP_INET4_GETSOCKNAME));
        rules.add(address("getsockname6", AttachType.CGROUP_INET6_GETSOCKNAME));
        rules.add(address("getsockname_unix", AttachType.CGROUP_UNIX_GETSOCKNAME));
    }

    private static void addOthers(List<SectionRule> rules) {
        rules.add(rule("lirc_mode2", ProgramType.LIRC_MODE2, AttachType.LIRC_MODE2)
                .optional());
        rules.add(rule("syscall", ProgramType.SYSCALL).flagged(SLEEPABLE));
        addWithSleepable(
                rules, rule("struct_ops", ProgramType.STRUCT_OPS).withTarget().attachedTo(AttachBtf.STRUCT_OPS));
    }

    private static void addWithSleepable(List<SectionRule> rules, SectionRule rule) {
        rules.add(rule);
        rules.add(new SectionRule(
                rule.prefix() + ".s",
                rule.takesTarget(),
                rule.type(),
                rule.attachType(),
                false,
                SLEEPABLE,
                rule.attachBtf()));
    }

    private static SectionRule kprobe(String prefix, int attachType) {
        return rule(prefix, ProgramType.KPROBE, attachType).withTarget();
    }

    private static SectionRule tracing(String prefix, int attachType, AttachBtf btf) {
        return rule(prefix, ProgramType.TRACING, attachType).withTarget().attachedTo(btf);
    }

    private static SectionRule lsm(String prefix, int attachType) {
        return rule(prefix, ProgramType.LSM, attachType).withTarget().attachedTo(LSM_HOOK);
    }

    private static SectionRule address(String operation, int attachType) {
        return rule("cgroup/" + operation, ProgramType.CGROUP_SOCK_ADDR, attachType);
    }

    private static SectionRule rule(String prefix, int type) {
        return rule(prefix, type, NO_ATTACH_TYPE);
    }

    private static SectionRule rule(String prefix, int type, int attachType) {
        return new SectionRule(prefix, false, type, attachType, false, 0, AttachBtf.NONE);
    }

    private static Map<String, SectionRule> index(List<SectionRule> rules) {
        Map<String, SectionRule> index = new HashMap<>();
        for (SectionRule rule : rules) {
            index.put(rule.prefix(), rule);
        }
        return Map.copyOf(index);
    }
}
