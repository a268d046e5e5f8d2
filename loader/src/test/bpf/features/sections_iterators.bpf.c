/* Iterators and programs that user space runs. */
#include <bpf/bpf_helpers.h>

SEC("iter/task")
int iterate(void *context)
{
    return context == 0;
}

SEC("iter.s/task")
int iterate_sleepable(void *context)
{
    return context == 0;
}

SEC("syscall")
int from_user_space(void *context)
{
    return context == 0;
}

char _license[] SEC("license") = "GPL";
