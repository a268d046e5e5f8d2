// SPDX-License-Identifier: GPL-2.0
// Reports the smoothed round-trip time of every TCP connection that is closed.
#include <bpf/bpf_types.h>
#include <bpf/bpf_constants.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#define AF_INET 2
#define AF_INET6 10

// Only the members read here; their offsets are those of the running kernel.
struct in6_addr {
    __u8 bytes[16];
};

struct sock_common {
    __be32 skc_daddr;
    __be32 skc_rcv_saddr;
    __be16 skc_dport;
    __u16 skc_num;
    unsigned short skc_family;
    struct in6_addr skc_v6_daddr;
    struct in6_addr skc_v6_rcv_saddr;
} __core;

struct sock {
    struct sock_common __sk_common;
} __core;

struct tcp_sock {
    __u32 srtt_us;
} __core;

// What Java reads: TcpRtt.print.
struct closed {
    __u32 srtt_us;
    __u16 family;
    __u16 source_port;
    __be16 destination_port;
    __u16 unused;
    __u8 source[16];
    __u8 destination[16];
};

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("fentry/tcp_close")
int BPF_PROG(tcp_close, struct sock *socket)
{
    struct sock_common *common = &socket->__sk_common;
    struct tcp_sock *tcp = bpf_skc_to_tcp_sock(socket);
    struct closed *event;

    if (!tcp || (common->skc_family != AF_INET && common->skc_family != AF_INET6))
        return 0;
    event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
    if (!event)
        return 0;
    event->srtt_us = tcp->srtt_us >> 3; // the kernel keeps eighths
    event->family = common->skc_family;
    event->source_port = common->skc_num;
    event->destination_port = common->skc_dport;
    event->unused = 0;
    if (common->skc_family == AF_INET) {
        bpf_probe_read_kernel(event->source, 4, &common->skc_rcv_saddr);
        bpf_probe_read_kernel(event->destination, 4, &common->skc_daddr);
    } else {
        bpf_probe_read_kernel(event->source, 16, &common->skc_v6_rcv_saddr);
        bpf_probe_read_kernel(event->destination, 16, &common->skc_v6_daddr);
    }
    bpf_ringbuf_submit(event, 0);
    return 0;
}

char LICENSE[] SEC("license") = "GPL";
