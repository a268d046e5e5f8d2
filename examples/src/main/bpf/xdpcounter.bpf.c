// SPDX-License-Identifier: GPL-2.0
// Counts the packets that a network interface receives, and their bytes, by IP protocol.
#include <bpf/bpf_types.h>
#include <bpf/bpf_constants.h>
#include <bpf/bpf_helpers.h>

// What Java reads: XdpCounter.Traffic.
struct traffic {
    __u64 packets;
    __u64 bytes;
};

// Each processor counts by itself, so that none waits for another.
struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 256);
    __type(key, __u32);
    __type(value, struct traffic);
} traffic SEC(".maps");

// The number in the IP header after the 14 bytes of Ethernet's; 255, which is reserved, for what is not IP.
static __u32 protocol_of(const __u8 *packet, const void *end)
{
    if ((const void *)(packet + 24) > end)
        return 255;
    switch (packet[12] << 8 | packet[13]) {
    case 0x0800:
        return packet[14 + 9];
    case 0x86dd:
        return packet[14 + 6];
    default:
        return 255;
    }
}

SEC("xdp")
int count(struct xdp_md *packet)
{
    void *start = (void *)(long)packet->data, *end = (void *)(long)packet->data_end;
    __u32 protocol = protocol_of(start, end);
    struct traffic *seen = bpf_map_lookup_elem(&traffic, &protocol);

    if (seen) {
        seen->packets += 1;
        seen->bytes += end - start;
    }
    return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
