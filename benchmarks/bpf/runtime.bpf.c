/* What the works at run time use: a hash map, and a program that writes 64-byte records to a ring buffer. */
#include <bpf/bpf_helpers.h>

#define RECORDS_A_RUN 100

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 100000);
    __type(key, __u32);
    __type(value, __u64);
} entries SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 1 << 20);
} records SEC(".maps");

SEC("socket")
int produce(void *packet)
{
    __u64 record[8] = {1, 2, 3, 4, 5, 6, 7, 8};

    (void)packet;
    for (int i = 0; i < RECORDS_A_RUN; i++)
        bpf_ringbuf_output(&records, record, sizeof(record), BPF_RB_NO_WAKEUP);
    return 0;
}

char _license[] SEC("license") = "GPL";
