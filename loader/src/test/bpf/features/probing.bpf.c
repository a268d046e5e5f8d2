/* Reads of memory by each helper. */
#include <bpf/bpf_helpers.h>

SEC("raw_tp/sys_exit")
int use(void **context)
{
    char buffer[16];

    bpf_probe_read(buffer, sizeof(buffer), context[0]);
    bpf_probe_read_kernel(buffer, sizeof(buffer), context[0]);
    bpf_probe_read_user(buffer, sizeof(buffer), context[0]);
    bpf_probe_read_kernel_str(buffer, sizeof(buffer), context[0]);
    bpf_probe_read_user_str(buffer, sizeof(buffer), context[0]);
    return buffer[3];
}

char _license[] SEC("license") = "GPL";
