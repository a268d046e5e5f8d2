/* Loads through trusted pointers whose offsets and sizes are CO-RE relocations. */
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct task_struct {
    int pid;
    int tgid;
    struct task_struct *group_leader;
} __core;

__u64 seen;

SEC("tp_btf/sched_process_exit")
int use(unsigned long long *context)
{
    struct task_struct *task = (void *)context[0];

    seen = task->group_leader->tgid + task->pid;
    return 0;
}

char _license[] SEC("license") = "GPL";
