/* What the verifier refuses. */
#include <bpf/bpf_helpers.h>

SEC("socket")
int loop(void *context)
{
    return *(volatile int *)(context + 100000);
}

char _license[] SEC("license") = "GPL";
