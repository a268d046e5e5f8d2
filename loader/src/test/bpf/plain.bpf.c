/* A section of a known name and one of an unknown; a test takes the BTF away. */
#include <bpf/bpf_helpers.h>

volatile int counter;

SEC("xdp")
int pass(void *ctx)
{
    counter++;
    return 2;
}

SEC("mystery/thing")
int unknown(void *ctx)
{
    return 0;
}

char _license[] SEC("license") = "GPL";
