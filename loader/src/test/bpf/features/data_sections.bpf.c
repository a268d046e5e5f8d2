/* Sections of data with names of their own, exported and static, aligned. */
#include <bpf/bpf_helpers.h>

__u32 plain = 1;
__u64 plain_zero;
const volatile __u16 plain_constant = 3;
static volatile __u8 own = 4;
__u32 custom SEC(".data.custom") = 5;
__u64 custom_zero SEC(".bss.custom");
const volatile __u32 custom_constant SEC(".rodata.custom") = 6;
static volatile __u32 hidden_one SEC(".data.hidden") = 7;
__hidden __u32 hidden_two SEC(".data.hidden") = 8;
char text[] __attribute__((aligned(32))) = "text";

SEC("socket")
int use(void *context)
{
    __u64 sum = plain + plain_zero + plain_constant + own + custom + custom_zero + custom_constant;

    sum += hidden_one + hidden_two + text[context != 0];
    bpf_printk("sum %d", (int)sum);
    custom_zero = sum;
    return (int)sum;
}

char _license[] SEC("license") = "GPL";
