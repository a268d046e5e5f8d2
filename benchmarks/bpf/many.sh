#!/usr/bin/env bash
# Writes to standard output a source of 200 programs with ten CO-RE relocations each.
set -euo pipefail

cat <<'C'
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#define CORE __attribute__((preserve_access_index))

struct super_block { unsigned long s_flags; unsigned long s_magic; } CORE;
struct inode { unsigned long i_ino; struct super_block *i_sb; long long i_size; } CORE;
struct dentry { struct inode *d_inode; struct dentry *d_parent; unsigned int d_flags; } CORE;
struct file { struct inode *f_inode; unsigned int f_flags; long long f_pos; } CORE;
struct mm_struct { struct file *exe_file; unsigned long start_stack; unsigned long brk; int map_count; } CORE;
struct cred { unsigned long refs; } CORE;
struct signal_struct { int nr_threads; struct task_struct *group_exec_task; } CORE;
struct task_struct {
    int pid; int tgid; int prio; int static_prio; int normal_prio; unsigned int flags; int exit_code;
    unsigned long long utime; unsigned long long stime; unsigned long nvcsw; unsigned long nivcsw;
    struct task_struct *real_parent; struct task_struct *group_leader;
    struct mm_struct *mm; struct signal_struct *signal;
} CORE;
struct net_device { int ifindex; unsigned int mtu; unsigned int flags; } CORE;
struct sk_buff { unsigned int len; unsigned int data_len; struct net_device *dev; } CORE;

C

# Seven relocations that all programs share, two of `others` and one of `fields`: ten.
shared=('BPF_CORE_READ(task, mm, exe_file, f_flags)' 'BPF_CORE_READ(task, real_parent, tgid)'
    'BPF_CORE_READ(task, signal, nr_threads)')
fields=(pid tgid prio static_prio normal_prio flags exit_code utime stime nvcsw nivcsw)
others=('BPF_CORE_READ(skb, dev, mtu)' 'BPF_CORE_READ(skb, dev, ifindex)' 'BPF_CORE_READ(file, f_inode, i_size)'
    'BPF_CORE_READ(file, f_inode, i_ino)' 'BPF_CORE_READ(dentry, d_parent, d_flags)' 'BPF_CORE_READ(dentry, d_inode, i_ino)')

for ((i = 0; i < 200; i++)); do
    cat <<C
SEC("raw_tp/sched_switch")
int program_$i(__u64 *arguments)
{
    struct task_struct *task = (void *)arguments[1];
    struct sk_buff *skb = (void *)arguments[2];
    struct file *file = (void *)arguments[2];
    struct dentry *dentry = (void *)arguments[2];
    __u64 sum = $i;

    (void)skb, (void)file, (void)dentry;
C
    printf '    sum += %s;\n' "${shared[@]}"
    echo "    sum += ${others[i % ${#others[@]}]};"
    echo "    sum += BPF_CORE_READ(task, ${fields[i % ${#fields[@]}]});"
    echo "    return sum & 1;"
    echo "}"
    echo
done
echo 'char _license[] SEC("license") = "GPL";'
