/* Buffers that user space reads or writes. */
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} ring SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 5000);
} odd_ring SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_USER_RINGBUF);
    __uint(max_entries, 4096);
} user_ring SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
    __uint(key_size, 4);
    __uint(value_size, 4);
} events SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_STACK_TRACE);
    __uint(max_entries, 16);
    __uint(key_size, 4);
    __uint(value_size, 80);
} stacks SEC(".maps");

SEC("raw_tp/sys_exit")
int use(void *context)
{
    __u64 value = 1;

    bpf_ringbuf_output(&ring, &value, sizeof(value), 0);
    bpf_perf_event_output(context, &events, BPF_F_CURRENT_CPU, &value, sizeof(value));
    return bpf_get_stackid(context, &stacks, 0) > 0;
}

char _license[] SEC("license") = "GPL";
