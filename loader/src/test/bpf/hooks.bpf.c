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

char _license[] SEC("license") = "GPL";
