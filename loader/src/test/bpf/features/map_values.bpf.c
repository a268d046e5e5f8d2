/* Values with special fields: a lock, a timer. */
#include <bpf/bpf_helpers.h>

struct bpf_spin_lock {
    __u32 value;
};

struct locked {
    struct bpf_spin_lock lock;
    __u32 number;
};

struct bpf_timer {
    __u64 opaque[2];
} __attribute__((aligned(8)));

struct timed {
    struct bpf_timer timer;
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 4);
    __type(key, __u32);
    __type(value, struct locked);
} locks SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct timed);
} timers SEC(".maps");

SEC("tc")
int use(void *context)
{
    __u32 key = context != 0;
    struct locked *value = bpf_map_lookup_elem(&locks, &key);

    if (!value)
        return 0;
    bpf_spin_lock(&value->lock);
    value->number++;
    bpf_spin_unlock(&value->lock);
    return bpf_map_lookup_elem(&timers, &key) != 0;
}

char _license[] SEC("license") = "GPL";
