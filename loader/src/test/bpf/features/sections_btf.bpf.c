/* Sections whose targets are types of the kernel. */
#include <bpf/bpf_helpers.h>

SEC("tp_btf/sys_enter")
int tp_btf(void *context)
{
    return context == 0;
}

SEC("raw_tp/sys_enter")
int raw_tp(void *context)
{
    return context == 0;
}

char _license[] SEC("license") = "GPL";
