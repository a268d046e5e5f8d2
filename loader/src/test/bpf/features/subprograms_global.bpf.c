/* Global, weak and hidden functions. */
#include <bpf/bpf_helpers.h>

__noinline int global_function(int x)
{
    return x * 3 + (int)bpf_get_prandom_u32();
}

__weak __noinline int weak_function(int x)
{
    return global_function(x) + (int)bpf_ktime_get_ns();
}

__hidden __noinline int hidden_function(int *x)
{
    return *x + weak_function(1);
}

SEC("socket")
int use(void *context)
{
    int x = context != 0;

    return hidden_function(&x);
}

char _license[] SEC("license") = "GPL";
