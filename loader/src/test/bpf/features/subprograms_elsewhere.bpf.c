/* A static function in a section of its own, and one in a section of programs. */
#include <bpf/bpf_helpers.h>

static __noinline __attribute__((section("helpers"))) int apart(int x)
{
    return x + (int)bpf_ktime_get_ns();
}

static __noinline __attribute__((section("socket"))) int beside(int x)
{
    return apart(x) * 2;
}

SEC("socket")
int use(void *context)
{
    return beside(context != 0) + apart(3);
}

SEC("raw_tp/sys_exit")
int use_too(void *context)
{
    return apart(context != 0);
}

char _license[] SEC("license") = "GPL";
