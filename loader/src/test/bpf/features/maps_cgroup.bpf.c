/* Maps of cgroups and their storage. */
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
    __uint(max_entries, 4);
    __type(key, __u32);
    __type(value, __u32);
} groups SEC(".maps");

SEC("socket")
int use(void *context)
{
    return context != 0;
}

char _license[] SEC("license") = "GPL";
