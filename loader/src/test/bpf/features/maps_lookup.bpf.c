/* Maps that are looked up by key. */
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} hash SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} array SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} percpu_hash SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} percpu_array SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_LRU_HASH);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} lru_hash SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} lru_percpu_hash SEC(".maps");

struct prefix {
    __u32 length;
    __u32 address;
};

struct {
    __uint(type, BPF_MAP_TYPE_LPM_TRIE);
    __uint(max_entries, 16);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, struct prefix);
    __type(value, __u32);
} lpm_trie SEC(".maps");

SEC("socket")
int use(void *context)
{
    struct prefix prefix = {32, 1};
    __u32 key = context != 0;

    return bpf_map_lookup_elem(&hash, &key) && bpf_map_lookup_elem(&array, &key) &&
           bpf_map_lookup_elem(&percpu_hash, &key) && bpf_map_lookup_elem(&percpu_array, &key) &&
           bpf_map_lookup_elem(&lru_hash, &key) && bpf_map_lookup_elem(&lru_percpu_hash, &key) &&
           bpf_map_lookup_elem(&lpm_trie, &prefix);
}

char _license[] SEC("license") = "GPL";
