/* One program for each way of attaching; each only counts, and what can deny grants. */
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

/* The process whose doings are counted. */
const volatile __u32 process;

__u64 lsm_runs;
__u64 lsm_sleepable_runs;
__u64 fentry_runs;
__u64 fexit_runs;
__u64 tp_btf_runs;
__u64 raw_tp_runs;
__u64 tracepoint_runs;
__u64 kprobe_runs;
__u64 kretprobe_runs;
__u64 uprobe_runs;
__u64 uretprobe_runs;
__u64 xdp_runs;
__u64 tcx_runs;
__u64 cgroup_runs;
__u64 lookup_runs;
__u64 fmod_ret_runs;
__u64 ksyscall_runs;
__u64 perf_runs;
__u64 netfilter_runs;
__u64 filter_runs;
__u64 message_runs;
__u64 other_runs;
__u64 cookie;

static __always_inline void count(__u64 *counter)
{
    if (bpf_get_current_pid_tgid() >> 32 == process)
        __sync_fetch_and_add(counter, 1);
}

SEC("?lsm/bpf")
int BPF_PROG(lsm_plain, int command)
{
    count(&lsm_runs);
    return 0;
}

SEC("?lsm.s/bpf")
int BPF_PROG(lsm_sleepable, int command)
{
    count(&lsm_sleepable_runs);
    return 0;
}

SEC("?fentry/security_bpf")
int BPF_PROG(fentry_plain, int command)
{
    count(&fentry_runs);
    return 0;
}

SEC("?fexit/security_bpf")
int BPF_PROG(fexit_plain, int command)
{
    count(&fexit_runs);
    return 0;
}

SEC("?fmod_ret/security_bpf")
int BPF_PROG(fmod_ret_plain, int command)
{
    count(&fmod_ret_runs);
    return 0;
}

SEC("?lsm_cgroup/socket_bind")
int BPF_PROG(lsm_cgroup, void *socket)
{
    __sync_fetch_and_add(&cgroup_runs, 1);
    return 1;
}

SEC("?tp_btf/sys_enter")
int BPF_PROG(tp_btf_plain, void *registers, long number)
{
    count(&tp_btf_runs);
    return 0;
}

SEC("?raw_tp/sys_enter")
int raw_tp_plain(void *context)
{
    count(&raw_tp_runs);
    return 0;
}

SEC("?tracepoint/syscalls/sys_enter_getpid")
int tracepoint_plain(void *context)
{
    count(&tracepoint_runs);
    return 0;
}

SEC("?kprobe/security_bpf")
int kprobe_plain(void *context)
{
    count(&kprobe_runs);
    return 0;
}

SEC("?kretprobe/security_bpf")
int kretprobe_plain(void *context)
{
    count(&kretprobe_runs);
    return 0;
}

SEC("?kprobe/security_bpf")
int kprobe_cookie(void *context)
{
    if (bpf_get_current_pid_tgid() >> 32 == process)
        cookie = bpf_get_attach_cookie(context);
    return 0;
}

SEC("?ksyscall/getpid")
int ksyscall_plain(void *context)
{
    count(&ksyscall_runs);
    return 0;
}

SEC("?kprobe.multi/security_bpf")
int kprobe_multi(void *context)
{
    count(&kprobe_runs);
    return 0;
}

SEC("?uprobe/libc.so.6:syscall")
int uprobe_plain(void *context)
{
    count(&uprobe_runs);
    return 0;
}

SEC("?uretprobe/libc.so.6:syscall")
int uretprobe_plain(void *context)
{
    count(&uretprobe_runs);
    return 0;
}

SEC("?uprobe.multi/libc.so.6:syscall")
int uprobe_multi(void *context)
{
    count(&uprobe_runs);
    return 0;
}

SEC("?perf_event")
int perf_plain(void *context)
{
    __sync_fetch_and_add(&perf_runs, 1);
    return 0;
}

SEC("?netfilter")
int netfilter_plain(void *context)
{
    __sync_fetch_and_add(&netfilter_runs, 1);
    return 1; /* NF_ACCEPT */
}

SEC("?socket")
int filter_plain(void *context)
{
    __sync_fetch_and_add(&filter_runs, 1);
    return 0;
}

SEC("?xdp")
int xdp_other(void *context)
{
    __sync_fetch_and_add(&other_runs, 1);
    return 2; /* XDP_PASS */
}

SEC("?xdp")
int xdp_plain(void *context)
{
    __sync_fetch_and_add(&xdp_runs, 1);
    return 2; /* XDP_PASS */
}

SEC("?tcx/ingress")
int tcx_plain(void *context)
{
    __sync_fetch_and_add(&tcx_runs, 1);
    return -1; /* TCX_NEXT */
}

SEC("?netkit/primary")
int netkit_plain(void *context)
{
    __sync_fetch_and_add(&tcx_runs, 1);
    return -1; /* NETKIT_NEXT */
}

SEC("?kprobe.session/security_bpf")
int kprobe_session(void *context)
{
    count(&kprobe_runs);
    return 0;
}

SEC("?uprobe.session/libc.so.6:syscall")
int uprobe_session(void *context)
{
    count(&uprobe_runs);
    return 0;
}

SEC("?cgroup/sock_create")
int cgroup_plain(void *context)
{
    __sync_fetch_and_add(&cgroup_runs, 1);
    return 1;
}

SEC("?sk_lookup")
int lookup_plain(void *context)
{
    __sync_fetch_and_add(&lookup_runs, 1);
    return 1; /* SK_PASS */
}

struct {
    __uint(type, BPF_MAP_TYPE_SOCKHASH);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} sockets SEC(".maps");

/* The beginning of the kernel's. */
struct bpf_sock_ops {
    __u32 op;
};

/* Takes in every TCP connection of the cgroup, at both ends: BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB and PASSIVE. */
SEC("?sockops")
int sockets_taken_in(struct bpf_sock_ops *context)
{
    __u32 key = context->op;

    if (key == 4 || key == 5)
        bpf_sock_hash_update(context, &sockets, &key, BPF_ANY);
    return 1;
}

SEC("?sk_msg")
int message_plain(void *context)
{
    __sync_fetch_and_add(&message_runs, 1);
    return 1; /* SK_PASS */
}

struct seq_file;

struct bpf_iter_meta {
    struct seq_file *seq;
} __attribute__((preserve_access_index));

struct bpf_iter__task {
    struct bpf_iter_meta *meta;
    void *task;
} __attribute__((preserve_access_index));

SEC("?iter/task")
int iter_plain(struct bpf_iter__task *context)
{
    static const char line[] = "task\n";

    if (context->task)
        bpf_seq_write(context->meta->seq, line, sizeof(line) - 1);
    return 0;
}

struct bpf_iter__bpf_map_elem {
    struct bpf_iter_meta *meta;
    void *map;
    void *key;
} __attribute__((preserve_access_index));

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 4);
    __type(key, __u32);
    __type(value, __u32);
} entries SEC(".maps");

SEC("?iter/bpf_map_elem")
int iter_map(struct bpf_iter__bpf_map_elem *context)
{
    __u32 *key = context->key;

    if (key)
        bpf_seq_write(context->meta->seq, key, sizeof(*key));
    return 0;
}

char _license[] SEC("license") = "GPL";
