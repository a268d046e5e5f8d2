/* Functions: called, called by what is called, given as callbacks, hidden, never called. */
#include <bpf/bpf_helpers.h>

static __noinline int leaf(int x)
{
    return x * 3 + (int)bpf_ktime_get_ns();
}

__noinline int shared(int x)
{
    return leaf(x) + 1;
}

__hidden __noinline int hidden(int x)
{
    return shared(x) ^ 5;
}

__noinline int uncalled(int x)
{
    return x + (int)bpf_get_prandom_u32();
}

static long callback(__u64 index, void *ctx)
{
    *(__u64 *)ctx += index + leaf((int)index);
    return 0;
}

SEC("socket")
int one(void *ctx)
{
    return hidden(1) + leaf(2);
}

SEC("socket")
int two(void *ctx)
{
    __u64 sum = 0;

    bpf_loop(4, callback, &sum, 0);
    return (int)sum;
}

SEC("?xdp")
int optional(void *ctx)
{
    return shared(7);
}

char _license[] SEC("license") = "GPL";
