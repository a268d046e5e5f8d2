/* One half of a linked object: a function that the other half overrides, and one that it calls. */
#include <bpf/bpf_helpers.h>

__weak __noinline int overridden(int x)
{
    return x + (int)bpf_ktime_get_ns() + 1;
}

__noinline int shared(int x)
{
    return x * (int)bpf_get_prandom_u32();
}

__u64 counter;

SEC("socket")
int of_weak(void *context)
{
    counter++;
    return overridden(context != 0) + shared(2);
}

char _license[] SEC("license") = "GPL";
