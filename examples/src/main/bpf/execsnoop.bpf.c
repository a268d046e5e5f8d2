// SPDX-License-Identifier: GPL-2.0
// Reports every program that is executed.
#include <bpf/bpf_types.h>
#include <bpf/bpf_constants.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

// Only the members read here; their offsets are those of the running kernel.
struct task_struct {
    struct task_struct *real_parent;
    pid_t tgid;
} __core;

// The tracepoint's record; the lower half of this member says where in the record the text is.
struct trace_event_raw_sched_process_exec {
    __u32 __data_loc_filename;
} __core;

// What Java reads: ExecSnoop.Executed.
struct executed {
    __u32 pid;
    __u32 parent;
    __u32 uid;
    char file[128];
};

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("tracepoint/sched/sched_process_exec")
int executed(struct trace_event_raw_sched_process_exec *record)
{
    struct task_struct *task = (void *)bpf_get_current_task();
    struct executed *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

    if (!event)
        return 0;
    event->pid = bpf_get_current_pid_tgid() >> 32;
    event->parent = BPF_CORE_READ(task, real_parent, tgid);
    event->uid = (__u32)bpf_get_current_uid_gid();
    bpf_probe_read_kernel_str(event->file, sizeof(event->file),
                              (void *)record + (record->__data_loc_filename & 0xffff));
    bpf_ringbuf_submit(event, 0);
    return 0;
}

char LICENSE[] SEC("license") = "GPL";
