/* Maps in every form a declaration can take. */
#include <bpf/bpf_helpers.h>

struct key {
    __u32 a;
    __u16 b;
};

struct value {
    __u64 x[3];
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __uint(map_flags, 1);
    __type(key, struct key);
    __type(value, struct value);
} typed SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 4);
    __uint(key_size, 4);
    __uint(value_size, 12);
    __uint(pinning, 1);
    __uint(numa_node, 1);
} sized SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
    __uint(max_entries, 16);
    __type(value, __u32);
    __ulong(map_extra, 3);
} extra SEC(".maps");

struct inner {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 2);
    __type(key, __u32);
    __type(value, __u64);
} first SEC(".maps"), second SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 3);
    __uint(key_size, 4);
    __array(values, struct inner);
} outer SEC(".maps") = {
    .values = {&first, 0, &second},
};

int tail(void *ctx);

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, 2);
    __uint(key_size, 4);
    __array(values, int(void *));
} jumps SEC(".maps") = {
    .values = {[1] = (void *)&tail},
};

SEC("socket")
int tail(void *ctx)
{
    return 0;
}

SEC("socket")
int entry(void *ctx)
{
    struct key key = {};
    struct value *value = bpf_map_lookup_elem(&typed, &key);
    __u32 zero = 0;

    if (!value)
        return 0;
    bpf_map_lookup_elem(&sized, &zero);
    bpf_tail_call(ctx, &jumps, 1);
    bpf_map_lookup_elem(&outer, &zero);
    return (int)value->x[1];
}

char _license[] SEC("license") = "GPL";
