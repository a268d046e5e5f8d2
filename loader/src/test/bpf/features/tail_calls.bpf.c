/* A map of programs with values in the declaration. */
#include <bpf/bpf_helpers.h>

int last(void *context);

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, 4);
    __uint(key_size, sizeof(__u32));
    __array(values, int(void *));
} programs SEC(".maps") = {.values = {[2] = (void *)&last}};

SEC("socket")
int last(void *context)
{
    return context != 0;
}

SEC("socket")
int begin(void *context)
{
    bpf_tail_call(context, &programs, 2);
    return 0;
}

char _license[] SEC("license") = "GPL";
