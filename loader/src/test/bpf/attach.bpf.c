/* Programs that name what they attach to. */
#include <bpf/bpf_helpers.h>

SEC("lsm.s/bpf")
int hook(void *ctx)
{
    return 0;
}

SEC("fentry/known_function")
int enter(void *ctx)
{
    return 0;
}

SEC("fexit/testmod:module_function")
int leave(void *ctx)
{
    return 0;
}

SEC("tp_btf/switch")
int trace(void *ctx)
{
    return 0;
}

SEC("iter/task")
int list(void *ctx)
{
    return 0;
}

SEC("?fentry/nowhere")
int lost(void *ctx)
{
    return 0;
}

SEC("?fentry")
int aimless(void *ctx)
{
    return 0;
}

char _license[] SEC("license") = "GPL";
