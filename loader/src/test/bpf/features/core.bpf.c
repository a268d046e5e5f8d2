/* CO-RE relocations of every kind, against types that every kernel has. */
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct qstr___mine {
    const unsigned char *name;
};

struct dentry___mine {
    struct qstr___mine d_name;
    struct super_block *d_sb;
} __core;

struct task_struct___mine {
    int pid;
    int tgid;
    char comm[16];
    struct task_struct___mine *group_leader;
    unsigned int in_execve : 1;
    int no_such_field;
} __core;

struct no_such_type {
    int x;
};

enum bpf_map_type___mine {
    BPF_MAP_TYPE_HASH___mine = 100,
    BPF_MAP_TYPE_NONE___mine = 101,
};

typedef int pid_t___mine;

__u64 seen[16];

SEC("raw_tp/sys_exit")
int use(void *context)
{
    struct task_struct___mine *task = (void *)bpf_get_current_task();

    seen[0] = BPF_CORE_READ(task, group_leader, tgid);
    seen[1] = bpf_core_field_offset(struct task_struct___mine, comm[3]);
    seen[2] = bpf_core_field_size(struct task_struct___mine, comm);
    seen[3] = bpf_core_field_exists(struct task_struct___mine, no_such_field);
    seen[4] = bpf_core_field_exists(struct task_struct___mine, pid);
    seen[5] = __builtin_preserve_field_info(task->pid, 3);
    seen[6] = BPF_CORE_READ_BITFIELD_PROBED(task, in_execve);
    seen[7] = bpf_core_type_exists(struct no_such_type) + bpf_core_type_exists(struct dentry___mine);
    seen[8] = bpf_core_type_size(struct dentry___mine) + bpf_core_type_size(struct no_such_type);
    seen[9] = bpf_core_type_matches(struct qstr___mine);
    seen[10] = bpf_core_type_id_local(struct dentry___mine);
    seen[11] = bpf_core_type_id_kernel(struct dentry___mine);
    seen[12] = bpf_core_enum_value_exists(enum bpf_map_type___mine, BPF_MAP_TYPE_HASH___mine);
    seen[13] = bpf_core_enum_value(enum bpf_map_type___mine, BPF_MAP_TYPE_HASH___mine);
    seen[14] = bpf_core_enum_value_exists(enum bpf_map_type___mine, BPF_MAP_TYPE_NONE___mine);
    if (bpf_core_field_exists(struct task_struct___mine, no_such_field))
        seen[15] = task->no_such_field;
    return context != 0;
}

char _license[] SEC("license") = "GPL";
