/* What user space sends, added up; and what programs send to perf buffers. */
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_USER_RINGBUF);
    __uint(max_entries, 4096);
} requests SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
    __uint(key_size, 4);
    __uint(value_size, 4);
} events SEC(".maps");

struct bpf_dynptr {
    __u64 opaque[2];
} __attribute__((aligned(8)));

__u64 sum;
__u64 sent;

static long add(struct bpf_dynptr *record, void *context)
{
    __u64 number = 0;

    bpf_dynptr_read(&number, sizeof(number), record, 0, 0);
    sum += number;
    return 0;
}

SEC("socket")
int drain(void *context)
{
    return bpf_user_ringbuf_drain(&requests, add, NULL, 0);
}

/* Returns 0 if the record was taken. */
SEC("socket")
int send(void *context)
{
    __u64 record[3] = {++sent, 7, 9};

    return bpf_perf_event_output(context, &events, 0xffffffff /* BPF_F_CURRENT_CPU */, record, sizeof(record));
}

char _license[] SEC("license") = "GPL";
