/* Maps of sockets and devices. */
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_SOCKMAP);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} sockmap SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_SOCKHASH);
    __uint(max_entries, 16);
    __type(key, __u64);
    __type(value, __u32);
} sockhash SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_DEVMAP);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u32);
} devmap SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_DEVMAP_HASH);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} devmap_hash SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_CPUMAP);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u32);
} cpumap SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_REUSEPORT_SOCKARRAY);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} reuseport SEC(".maps");

SEC("xdp")
int use(struct xdp_md *packet)
{
    if (packet->rx_queue_index)
        return bpf_redirect_map(&devmap, 0, 0);
    if (packet->ingress_ifindex)
        return bpf_redirect_map(&devmap_hash, 0, 0);
    return bpf_redirect_map(&cpumap, 0, 0);
}

char _license[] SEC("license") = "GPL";
