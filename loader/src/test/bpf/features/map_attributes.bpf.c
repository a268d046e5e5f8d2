/* Attributes of declarations: nodes, flags, static and typeless maps. */
#include <bpf/bpf_helpers.h>

struct key {
    __u16 a;
    __u8 b[6];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 4);
    __uint(map_flags, BPF_F_MMAPABLE | BPF_F_RDONLY_PROG);
    __type(key, __u32);
    __type(value, __u64);
} mapped SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __uint(map_flags, BPF_F_NUMA_NODE);
    __uint(numa_node, 0);
    __uint(key_size, 8);
    __uint(value_size, 24);
} on_a_node SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 3);
    __type(key, struct key);
    __type(value, struct { int x; const char *y; });
} a_name_longer_than_the_kernel_keeps SEC(".maps");

SEC("socket")
int use(void *context)
{
    struct key key = {};
    __u32 zero = 0;
    __u64 eight = 8;

    return bpf_map_lookup_elem(&mapped, &zero) && bpf_map_lookup_elem(&on_a_node, &eight) && context &&
           bpf_map_lookup_elem(&a_name_longer_than_the_kernel_keeps, &key);
}

char _license[] SEC("license") = "GPL";
