/* Maps without keys. */
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_QUEUE);
    __uint(max_entries, 16);
    __type(value, __u64);
} queue SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_STACK);
    __uint(max_entries, 16);
    __uint(value_size, 12);
} stack SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
    __uint(max_entries, 16);
    __type(value, __u32);
    __uint(map_extra, 3);
} bloom SEC(".maps");

SEC("socket")
int use(void *context)
{
    __u64 value = context != 0;

    bpf_map_push_elem(&queue, &value, 0);
    return bpf_map_peek_elem(&bloom, &value);
}

char _license[] SEC("license") = "GPL";
