/* Kernel symbols: with a type, without one, missing. */
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct rq {
    unsigned int nr_running;
} __core;

extern const struct rq runqueues __ksym;
extern const void init_task __ksym __weak;
extern const void no_such_symbol __ksym __weak;
extern const int no_such_variable __ksym __weak;

__u64 address;
__u64 active;

SEC("raw_tp/sys_exit")
int use(void *context)
{
    const struct rq *here;

    address = (__u64)&init_task + (__u64)&no_such_symbol;
    here = bpf_per_cpu_ptr(&runqueues, 0);
    if (here)
        active = here->nr_running;
    if (bpf_ksym_exists(&no_such_variable))
        active += *(int *)bpf_this_cpu_ptr(&no_such_variable);
    return context != 0;
}

char _license[] SEC("license") = "GPL";
