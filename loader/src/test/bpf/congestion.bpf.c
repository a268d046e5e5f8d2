/* TCP's congestion control, which keeps its window as it is and counts the connections that it controls. */
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct sock;

/* Members that other kernels do not have are left out where they are not set. */
struct tcp_congestion_ops {
    void (*init)(struct sock *socket);
    __u32 (*ssthresh)(struct sock *socket);
    void (*cong_avoid)(struct sock *socket, __u32 acknowledgement, __u32 acknowledged);
    __u32 (*undo_cwnd)(struct sock *socket);
    void (*not_in_any_kernel)(struct sock *socket);
    char name[16];
};

__u64 connections;

SEC("struct_ops/init")
void BPF_PROG(init, struct sock *socket)
{
    __sync_fetch_and_add(&connections, 1);
}

SEC("struct_ops/ssthresh")
__u32 BPF_PROG(threshold, struct sock *socket)
{
    return 2;
}

SEC("struct_ops/cong_avoid")
void BPF_PROG(avoid, struct sock *socket, __u32 acknowledgement, __u32 acknowledged)
{
}

SEC("struct_ops/undo_cwnd")
__u32 BPF_PROG(undo, struct sock *socket)
{
    return 10;
}

SEC("?struct_ops/not_in_any_kernel") /* which need not be loaded where there is no such member */
void BPF_PROG(never, struct sock *socket)
{
}

SEC("?.struct_ops")
struct tcp_congestion_ops registered = {
    .init = (void *)init,
    .ssthresh = (void *)threshold,
    .cong_avoid = (void *)avoid,
    .undo_cwnd = (void *)undo,
    .not_in_any_kernel = (void *)never,
    .name = "registered",
};

SEC("?.struct_ops.link")
struct tcp_congestion_ops linked = {
    .init = (void *)init,
    .ssthresh = (void *)threshold,
    .cong_avoid = (void *)avoid,
    .undo_cwnd = (void *)undo,
    .name = "linked",
};

char _license[] SEC("license") = "GPL";
