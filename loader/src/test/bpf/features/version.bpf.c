/* A version section, as programs for kernels before 5.0 needed. */
#include <bpf/bpf_helpers.h>

SEC("socket")
int use(void *context)
{
    return context != 0;
}

__u32 _version SEC("version") = 0x060101;

char _license[] SEC("license") = "GPL";
