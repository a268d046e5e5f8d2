/* A map of AF_XDP sockets. */
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_XSKMAP);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u32);
} sockets SEC(".maps");

SEC("xdp")
int use(struct xdp_md *packet)
{
    return bpf_redirect_map(&sockets, packet->rx_queue_index, XDP_PASS);
}

char _license[] SEC("license") = "GPL";
