/* A little of everything that the inspect and load commands tell of. */
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct task_struct {
    int tgid;
} __attribute__((preserve_access_index));

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} counts SEC(".maps");

extern int LINUX_KERNEL_VERSION __kconfig;

const volatile __u32 step = 3;
__u64 runs;

SEC("socket")
int filter(void *context)
{
    __u32 key = LINUX_KERNEL_VERSION;

    (void)context;
    runs += step;
    return bpf_map_lookup_elem(&counts, &key) != 0;
}

SEC("?raw_tp/sys_enter")
int unwanted(void *context)
{
    (void)context;
    return 0;
}

SEC("raw_tp/sched_process_exit")
int leave(void **context)
{
    (void)context;
    struct task_struct *task = (void *)bpf_get_current_task();

    runs += BPF_CORE_READ(task, tgid) == 1;
    return 0;
}

char _license[] SEC("license") = "GPL";
