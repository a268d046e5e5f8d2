/* A function that others replace or watch. */
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

__u64 seen_runs;

/* Global, so that it is verified by itself and may be replaced. */
__attribute__((noinline)) int judge(int x)
{
    volatile int same = x;

    return same;
}

SEC("socket")
int filter(void *context)
{
    return judge(1);
}

SEC("socket")
int other(void *context)
{
    return judge(2);
}

SEC("?freplace/judge")
int replacement(int x)
{
    return x + 40;
}

SEC("?fentry/judge")
int BPF_PROG(seen, int x)
{
    __sync_fetch_and_add(&seen_runs, 1);
    return 0;
}

char _license[] SEC("license") = "GPL";
