/* Functions whose addresses are taken. */
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 4);
    __type(key, __u32);
    __type(value, __u64);
} numbers SEC(".maps");

static __noinline __u64 twice(__u64 x)
{
    return 2 * x + bpf_ktime_get_ns();
}

static long add_element(void *map, __u32 *key, __u64 *value, __u64 *sum)
{
    *sum += twice(*value);
    return map && key ? 0 : 1;
}

static long add_index(__u64 index, __u64 *sum)
{
    *sum += twice(index);
    return 0;
}

SEC("socket")
int use(void *context)
{
    __u64 sum = context != 0;

    bpf_for_each_map_elem(&numbers, add_element, &sum, 0);
    bpf_loop(3, add_index, &sum, 0);
    return (int)sum;
}

char _license[] SEC("license") = "GPL";
