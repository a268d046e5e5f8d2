/*
 * The kernel types and functions that the gate reads: only the members it uses, placed at load.
 *
 * Pointers to these types are followed by plain loads, which the verifier checks against the kernel's type
 * information and the kernel guards against faults. The helpers that copy kernel memory are avoided: a kernel
 * locked down for confidentiality refuses programs that call them.
 */
#pragma once

#include <bpf/bpf_core_read.h>

enum { EPERM = 1, ENOENT = 2, EEXIST = 17, ENODATA = 61 };

/* include/uapi/linux/bpf.h: enum bpf_cmd, enum bpf_attach_type */
enum { BPF_PROG_LOAD = 5, BPF_PROG_GET_FD_BY_ID = 13, BPF_MAP_GET_FD_BY_ID = 14, BPF_LINK_GET_FD_BY_ID = 30 };
enum { BPF_MODIFY_RETURN = 26, BPF_LSM_MAC = 27, BPF_LSM_CGROUP = 43 };

enum { MAY_WRITE = 2, MAY_READ = 4 };                     /* include/linux/fs.h */
enum { BPF_FS_MAGIC = 0xcafe4a11 };                     /* include/uapi/linux/magic.h */
enum { MNT_DETACH = 2 };                                /* include/linux/fs.h */
enum { MS_MOVE = 1 << 13, MS_REC = 1 << 14, MS_SHARED = 1 << 20 }; /* include/uapi/linux/mount.h */

enum { PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4 };  /* include/uapi/asm-generic/mman-common.h */
enum { READ_IMPLIES_EXEC = 0x0400000 };                  /* include/uapi/linux/personality.h */
enum { MAP_DENYWRITE = 0x0800 };                        /* include/uapi/asm-generic/mman.h */
enum { VM_EXEC = 4 };                                   /* include/linux/mm.h */
enum { EXSTACK_ENABLE_X = 2 };                          /* include/linux/binfmts.h */
enum { FMODE_WRITE = 2 };                               /* include/linux/fs.h */
enum { PROC_SUPER_MAGIC = 0x9fa0, TRACEFS_MAGIC = 0x74726163 }; /* include/uapi/linux/magic.h */
enum { PR_SET_MM = 35 };                                /* include/uapi/linux/prctl.h */
enum { PTRACE_MODE_ATTACH = 2 };                        /* include/linux/ptrace.h */
enum { S_VERITY = 1 << 16 };                            /* include/linux/fs.h */

enum { PF_KTHREAD = 0x00200000, PF_FORKNOEXEC = 0x00000040 }; /* include/linux/sched.h */

enum hash_algo { /* include/uapi/linux/hash_info.h */
	HASH_ALGO_SHA256 = 4,
	HASH_ALGO_SHA512 = 6,
};

struct fsverity_hash_alg {
	unsigned int digest_size;
	unsigned int block_size;
	enum hash_algo algo_id; /* not in 6.1 */
} __core;

struct merkle_tree_params {
	const struct fsverity_hash_alg *hash_alg;
} __core;

struct fsverity_info {
	struct merkle_tree_params tree_params;
	__u8 file_digest[64];
} __core;

struct super_block {
	__u32 s_dev;
	unsigned long s_magic;
	struct dentry *s_root;
} __core;

struct inode {
	unsigned int i_flags;
	unsigned long i_ino;
	struct super_block *i_sb;
	struct fsverity_info *i_verity_info; /* up to 6.18 */
} __core;

enum { SHORT_NAME_BYTES = 16 }; /* the kernel keeps longer ones in place, too */

enum dentry_flags___numbered { DCACHE_MOUNTED___numbered = 1 << 16 }; /* has a name in later kernels' types only */

struct dentry {
	unsigned int d_flags;
	struct inode *d_inode;
	unsigned char d_iname[SHORT_NAME_BYTES]; /* up to 6.13 */
} __core;

union shortname_store {
	unsigned char string[SHORT_NAME_BYTES];
} __core;

struct dentry___6_14 {
	union shortname_store d_shortname;
} __core;

struct vfsmount {
	struct super_block *mnt_sb;
} __core;

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
} __core;

struct file {
	struct inode *f_inode;
	struct path f_path;
	unsigned int f_mode;
} __core;

struct ns_common {
	unsigned int inum;
} __core;

struct mnt_namespace {
	struct ns_common ns;
} __core;

struct nsproxy {
	struct mnt_namespace *mnt_ns;
} __core;

struct mount {
	struct mount *mnt_parent; /* the same at the top of a namespace */
	struct vfsmount mnt;      /* what others see of it */
	struct mnt_namespace *mnt_ns;
} __core;

enum { MMF_HAS_UPROBES = 1 << 19 }; /* include/linux/mm_types.h, include/linux/sched/coredump.h before */

struct mm_struct {
	struct file *exe_file;
	unsigned long flags; /* up to 6.17 */
} __core;

typedef struct {
	unsigned long __mm_flags[1];
} mm_flags_t;

struct mm_struct___6_18 {
	mm_flags_t flags;
} __core;

struct vm_area_struct {
	struct mm_struct *vm_mm;
	struct anon_vma *anon_vma;
	struct file *vm_file;
	unsigned long vm_flags;
} __core;

struct pagetable_move_control { /* 6.16 */
	struct vm_area_struct *old;
} __core;

struct perf_event_attr {
	__u32 type;
} __core;

struct perf_event {
	struct perf_event_attr attr;
} __core;

struct linux_binprm {
	struct file *file;
} __core;

struct cred {
	struct {
		__u32 val;
	} uid;
} __core;

struct task_struct {
	unsigned int flags;
	unsigned int ptrace;
	unsigned int personality;
	pid_t pid;
	pid_t tgid;
	struct task_struct *group_leader;
	struct task_struct *real_parent;
	struct mm_struct *mm;
	struct nsproxy *nsproxy;
	__u64 start_boottime;
	__u64 self_exec_id;
	const struct cred *cred;
	char comm[16];
} __core;

union bpf_attr {
	__u32 map_id; /* and at the same place, prog_id and link_id */
	struct {
		__u32 prog_type;
		__u32 expected_attach_type;
		__u32 attach_btf_id;
	};
} __core;

struct bpf_map {
	__u32 id;
	struct {
		__s64 counter;
	} usercnt; /* descriptors and pins: what user space holds it by */
} __core;

struct bpf_prog_aux {
	__u32 id;
} __core;

struct bpf_prog {
	struct bpf_prog_aux *aux;
} __core;

enum { X32_SYSCALL_BIT = 0x40000000 }; /* arch/x86/include/uapi/asm/unistd.h */

struct pt_regs { /* x86 */
	unsigned long orig_ax;
	unsigned long r10;
	unsigned long si;
} __core;

struct pt_regs___arm64 {
	int syscallno;
	__u64 regs[31];
} __core;

struct bpf_iter__task {
	struct task_struct *task;
} __core;

struct bpf_iter__bpf_map {
	struct bpf_map *map;
} __core;

struct bpf_dynptr {
	__u64 opaque[2];
} __attribute__((aligned(8)));

extern struct file *bpf_get_task_exe_file(struct task_struct *task) __ksym __weak;            /* 6.12 */
extern void bpf_put_file(struct file *file) __ksym __weak;                                    /* 6.12 */
extern int bpf_get_fsverity_digest(struct file *file, struct bpf_dynptr *digest) __ksym __weak; /* 6.8 */

/* The number of the system call that the task is in, in the registers that it came with; -1 where that is unknown. */
static __always_inline int system_call(struct task_struct *task)
{
	struct pt_regs *registers = (struct pt_regs *)bpf_task_pt_regs(task);

	if (bpf_core_field_exists(registers->orig_ax))
		return registers->orig_ax & ~X32_SYSCALL_BIT;
	if (bpf_core_field_exists(((struct pt_regs___arm64 *)registers)->syscallno))
		return ((struct pt_regs___arm64 *)registers)->syscallno;
	return -1;
}

/* The fourth argument of that system call, of a caller of 32 bits if so said; all bits set where that is unknown. */
static __always_inline __u64 fourth_argument(struct task_struct *task, bool is_32_bit)
{
	struct pt_regs *registers = (struct pt_regs *)bpf_task_pt_regs(task);

	if (bpf_core_field_exists(registers->orig_ax))
		return is_32_bit ? registers->si : registers->r10;
	if (bpf_core_field_exists(((struct pt_regs___arm64 *)registers)->syscallno))
		return ((struct pt_regs___arm64 *)registers)->regs[3];
	return -1;
}
