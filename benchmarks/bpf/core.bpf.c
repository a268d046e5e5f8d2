/* A small program as tools have them: a map, a ring buffer and a dozen accesses to the kernel's structs. */
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct inode {
    unsigned long i_ino;
} __attribute__((preserve_access_index));

struct file {
    struct inode *f_inode;
} __attribute__((preserve_access_index));

struct mm_struct {
    struct file *exe_file;
    unsigned long start_stack;
} __attribute__((preserve_access_index));

struct task_struct {
    int pid;
    int tgid;
    int prio;
    unsigned int flags;
    char comm[16];
    struct task_struct *real_parent;
    struct mm_struct *mm;
} __attribute__((preserve_access_index));

struct event {
    __u64 inode;
    __u64 stack;
    __u32 pid;
    __u32 parent;
    char comm[16];
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __type(key, __u32);
    __type(value, struct event);
} seen SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

const volatile int wanted_flags = 0;

SEC("raw_tp/sched_switch")
int watch(__u64 *arguments)
{
    struct task_struct *task = (void *)arguments[1];
    struct event event = {};

    if (wanted_flags && !(BPF_CORE_READ(task, flags) & wanted_flags))
        return 0;
    event.pid = BPF_CORE_READ(task, pid);
    event.parent = BPF_CORE_READ(task, real_parent, tgid);
    event.inode = BPF_CORE_READ(task, mm, exe_file, f_inode, i_ino);
    event.stack = BPF_CORE_READ(task, mm, start_stack) + BPF_CORE_READ(task, prio);
    BPF_CORE_READ_STR_INTO(&event.comm, task, comm);
    bpf_map_update_elem(&seen, &event.pid, &event, 0);
    bpf_ringbuf_output(&events, &event, sizeof(event), 0);
    return 0;
}

char _license[] SEC("license") = "GPL";
