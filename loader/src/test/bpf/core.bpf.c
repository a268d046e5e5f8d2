/* Accesses that depend on the kernel's types. */
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct point___local {
    int x;
    unsigned int y;
    unsigned short small;
} __attribute__((preserve_access_index));

struct gone {
    int x;
} __attribute__((preserve_access_index));

SEC("raw_tp/sys_enter")
int load(struct point___local *point)
{
    return point->y + point->small;
}

SEC("raw_tp/sys_exit")
int guarded(struct point___local *point)
{
    struct gone *missing = (void *)point;

    if (bpf_core_type_exists(struct gone))
        return missing->x;
    return (int)bpf_core_field_offset(struct point___local, y);
}

SEC("raw_tp/sched_switch")
int poisoned(struct gone *missing)
{
    return missing->x;
}

char _license[] SEC("license") = "GPL";
