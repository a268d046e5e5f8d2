/* Kernel functions: one that XDP may call, one that no kernel has. */
#include <bpf/bpf_helpers.h>

struct bpf_dynptr {
    __u64 opaque[2];
} __attribute__((aligned(8)));

extern int bpf_dynptr_from_xdp(struct xdp_md *packet, __u64 flags, struct bpf_dynptr *dynptr) __ksym __weak;
extern int bpf_no_such_function(int x) __ksym __weak;

SEC("xdp")
int use(struct xdp_md *packet)
{
    struct bpf_dynptr dynptr;
    int result = 0;

    if (bpf_ksym_exists(bpf_dynptr_from_xdp))
        result = bpf_dynptr_from_xdp(packet, 0, &dynptr);
    if (bpf_ksym_exists(bpf_no_such_function))
        result = bpf_no_such_function(result);
    return result ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "GPL";
