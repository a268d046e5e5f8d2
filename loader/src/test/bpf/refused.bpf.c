/* What the verifier refuses. */
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/* The beginning of the kernel's. */
struct __sk_buff {
    __u32 len;
    __u32 pkt_type;
    __u32 mark;
};

struct task_struct {
    int no_such_member;
} __attribute__((preserve_access_index));

SEC("socket")
int wild(struct __sk_buff *packet)
{
    long *nowhere = (long *)(long)packet->mark;

    return *nowhere; /* here it stops */
}

SEC("?raw_tp/sys_enter")
int missing_field(void *context)
{
    struct task_struct *task = *(struct task_struct **)context;

    return BPF_CORE_READ(task, no_such_member);
}

char _license[] SEC("license") = "GPL";
