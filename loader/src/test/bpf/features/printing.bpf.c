/* Formats of prints, which stand in .rodata of their own. */
#include <bpf/bpf_helpers.h>

SEC("raw_tp/sys_exit")
int use(void *context)
{
    bpf_printk("none");
    bpf_printk("one %d", 1);
    bpf_printk("five %d %d %d %d %s", 1, 2, 3, 4, "five");
    return context != 0;
}

char _license[] SEC("license") = "GPL";
