/* The other half. */
#include <bpf/bpf_helpers.h>

extern int shared(int x);
extern __u64 counter;

__noinline int overridden(int x)
{
    return shared(x) ^ 5;
}

SEC("socket")
int of_strong(void *context)
{
    counter += 2;
    return overridden(context != 0);
}

char _license[] SEC("license") = "GPL";
