/* Global variables in every kind of section. */
#include <bpf/bpf_helpers.h>

const volatile __u32 limit = 7;
const volatile char enabled;
volatile __u64 counters[4];
__u16 port = 8080;
static volatile int hits = 3;
__u32 custom SEC(".data.custom") = 5;
const volatile __u32 table[2] SEC(".rodata.tables") = {1, 2};
static volatile __u32 secret SEC(".bss.private");

SEC("socket")
int count(void *ctx)
{
    hits++;
    secret++;
    custom += table[1];
    counters[2] += limit + port;
    return enabled;
}

char _license[] SEC("license") = "GPL";
__u32 _version SEC("version") = 0x060100;
