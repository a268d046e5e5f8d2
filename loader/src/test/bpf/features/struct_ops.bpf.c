/* A struct of the kernel's whose functions are programs. */
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct sock;

struct tcp_congestion_ops {
    __u32 (*ssthresh)(struct sock *socket);
    void (*cong_avoid)(struct sock *socket, __u32 acknowledgement, __u32 acknowledged);
    __u32 (*undo_cwnd)(struct sock *socket);
    char name[16];
};

SEC("struct_ops/threshold")
__u32 BPF_PROG(threshold, struct sock *socket)
{
    return 2;
}

SEC("struct_ops/avoid")
void BPF_PROG(avoid, struct sock *socket, __u32 acknowledgement, __u32 acknowledged)
{
}

SEC("struct_ops/undo")
__u32 BPF_PROG(undo, struct sock *socket)
{
    return 10;
}

SEC(".struct_ops")
struct tcp_congestion_ops constant = {
    .ssthresh = (void *)threshold,
    .cong_avoid = (void *)avoid,
    .undo_cwnd = (void *)undo,
    .name = "constant",
};

char _license[] SEC("license") = "GPL";
