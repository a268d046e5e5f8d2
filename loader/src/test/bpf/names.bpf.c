/* Sections whose names begin with the same 15 characters, which is all that the kernel shows of a map's name. */
#include <bpf/bpf_helpers.h>

int ingress SEC(".data.counters_ingress") = 1;
int egress SEC(".data.counters_egress") = 2;

SEC("socket")
int swap(void *ctx)
{
    int before = ingress;

    ingress = egress;
    egress = before;
    return 0;
}

char _license[] SEC("license") = "GPL";
