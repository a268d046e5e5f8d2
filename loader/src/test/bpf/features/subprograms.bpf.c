/* Static functions in .text that call each other and are shared by programs. */
#include <bpf/bpf_helpers.h>

static __noinline int deepest(int x)
{
    return x * 31 + (int)bpf_ktime_get_ns();
}

static __noinline int deep(int x)
{
    return deepest(x) ^ deepest(x + 1);
}

static __noinline int shallow(int x)
{
    return deep(x) + deepest(7);
}

SEC("socket")
int one(void *context)
{
    return shallow(context != 0) + deep(2);
}

SEC("raw_tp/sys_exit")
int two(void *context)
{
    return deepest(context != 0) + shallow(3);
}

char _license[] SEC("license") = "GPL";
