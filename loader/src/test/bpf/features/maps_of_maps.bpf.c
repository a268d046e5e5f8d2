/* Maps of maps with and without values in the declaration. */
#include <bpf/bpf_helpers.h>

struct inner {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 2);
    __type(key, __u32);
    __type(value, __u64);
} one SEC(".maps"), two SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 4);
    __type(key, __u32);
    __array(values, struct inner);
} by_index SEC(".maps") = {.values = {[1] = &one, [3] = &two}};

struct {
    __uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
    __uint(max_entries, 4);
    __uint(key_size, 4);
    __uint(value_size, 4);
    __array(values, struct inner);
} by_key SEC(".maps") = {.values = {&two}};

struct {
    __uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
    __uint(max_entries, 4);
    __uint(key_size, 4);
    __array(values, struct {
        __uint(type, BPF_MAP_TYPE_HASH);
        __uint(max_entries, 8);
        __type(key, __u64);
        __type(value, __u32);
    });
} empty SEC(".maps");

SEC("socket")
int use(void *context)
{
    __u32 key = 1;
    __u64 long_key = 2;
    void *map = bpf_map_lookup_elem(&by_index, &key);

    if (!map || !bpf_map_lookup_elem(map, &key))
        return 0;
    map = bpf_map_lookup_elem(&empty, &key);
    return map && bpf_map_lookup_elem(map, &long_key) && context;
}

char _license[] SEC("license") = "GPL";
