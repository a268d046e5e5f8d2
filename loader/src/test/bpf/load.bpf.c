/* What a loaded object can be asked for, without a hook that only some kernels allow. */
#include <bpf/bpf_helpers.h>

/* The beginning of the kernel's. */
struct __sk_buff {
    __u32 len;
    __u32 pkt_type;
    __u32 mark;
};

struct event {
    __u64 number;
    __u32 answer;
};

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 5000); /* to be rounded up */
} events SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} counts SEC(".maps");

struct inner {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u32);
} first SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 2);
    __type(key, __u32);
    __array(values, struct inner);
} outer SEC(".maps") = {.values = {[1] = &first}};

const volatile __u32 answer = 1;
__u64 runs;
__u64 step = 3;

static __noinline int send(__u32 length)
{
    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

    if (!event)
        return 1;
    event->number = runs;
    event->answer = answer + length;
    bpf_ringbuf_submit(event, 0);
    return 0;
}

SEC("socket")
int filter(struct __sk_buff *packet)
{
    __u32 key = packet->len;
    __u64 *count = bpf_map_lookup_elem(&counts, &key), one = 1;

    runs += step;
    if (count)
        *count += 1;
    else
        bpf_map_update_elem(&counts, &key, &one, BPF_ANY);
    return send(packet->len);
}

SEC("raw_tp/sys_enter")
int enter(void *context)
{
    (void)context;
    __sync_fetch_and_add(&runs, 1);
    return 0;
}

char _license[] SEC("license") = "GPL";
