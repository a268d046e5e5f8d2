/* Maps as they were declared before BTF described them. */
#include <bpf/bpf_helpers.h>

struct bpf_map_def {
    unsigned int type;
    unsigned int key_size;
    unsigned int value_size;
    unsigned int max_entries;
    unsigned int map_flags;
};

struct bpf_map_def first SEC("maps") = {BPF_MAP_TYPE_HASH, 4, 8, 16, 1};
struct bpf_map_def second SEC("maps") = {BPF_MAP_TYPE_ARRAY, 4, 4, 1, 0};

/* As gobpf has them: each in a section of its own, with more that only it understands. */
struct {
    struct bpf_map_def common;
    unsigned int pinning;
    char name_space[64];
} third SEC("maps/third") = {.common = {BPF_MAP_TYPE_ARRAY, 4, 16, 2, 0}};

SEC("socket")
int look(void *ctx)
{
    __u32 zero = 0;

    bpf_map_lookup_elem(&first, &zero);
    bpf_map_lookup_elem(&third, &zero);
    return bpf_map_lookup_elem(&second, &zero) != 0;
}

char _license[] SEC("license") = "GPL";
