/* A function that takes the place of another program's. */
#include <bpf/bpf_helpers.h>

SEC("?freplace/global_function")
int replacement(int x)
{
    return x;
}

char _license[] SEC("license") = "GPL";
