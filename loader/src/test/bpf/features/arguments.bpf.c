/* Facts about arguments of global functions. */
#include <bpf/bpf_helpers.h>

__noinline int of_context(void *context __arg_ctx)
{
    return context ? 1 : (int)bpf_get_prandom_u32();
}

__noinline int of_number(int *x __arg_nonnull)
{
    return *x;
}

SEC("raw_tp/sys_exit")
int use(void *context)
{
    int x = 3;

    return of_context(context) + of_number(&x);
}

char _license[] SEC("license") = "GPL";
