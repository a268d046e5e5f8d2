/* Several programs in one section, and a section that is not loaded by default. */
#include <bpf/bpf_helpers.h>

SEC("xdp")
int first(struct xdp_md *packet)
{
    return packet->ingress_ifindex ? XDP_PASS : XDP_DROP;
}

SEC("xdp")
int second(struct xdp_md *packet)
{
    return packet->rx_queue_index ? XDP_PASS : XDP_TX;
}

SEC("?xdp")
int optional(struct xdp_md *packet)
{
    return packet->rx_queue_index ? XDP_DROP : XDP_TX;
}

char _license[] SEC("license") = "GPL";
