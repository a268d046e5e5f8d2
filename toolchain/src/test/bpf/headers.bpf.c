/* Uses every macro of the headers once, so that they compile in both byte orders, without warnings. */
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_tracing.h>

char _license[] SEC("license") = "GPL";

enum pid_type { PIDTYPE_PID, PIDTYPE_TGID };

struct mm_struct {
	unsigned long task_size;
} __core;

struct task_struct {
	pid_t pid;
	unsigned sched_reset_on_fork : 1;
	char comm[16];
	struct mm_struct *mm;
	struct task_struct *group_leader;
} __core;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__ulong(map_extra, 0);
	__type(key, __u32);
	__type(value, __u64);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__array(values, int(void *));
} programs SEC(".maps");

const volatile bool verbose = false;
__u64 facts, digits;
char name[16];

extern unsigned CONFIG_HZ __kconfig __weak;
extern const void init_task __ksym __weak;
extern void bpf_rcu_read_lock(void) __ksym __weak;

static __noinline __u64 deep(struct task_struct *task)
{
	return BPF_CORE_READ(task, group_leader, group_leader, group_leader, group_leader, group_leader,
			     group_leader, group_leader, mm, task_size) +
	       BPF_CORE_READ(task, group_leader, group_leader, pid) + BPF_CORE_READ(task, group_leader, pid) +
	       BPF_CORE_READ(task, pid);
}

static __always_inline __u64 ask(struct task_struct *task)
{
	__u64 sum = bpf_core_field_exists(task->mm) + bpf_core_field_exists(struct task_struct, comm);

	sum += bpf_core_field_offset(task->comm) + bpf_core_field_size(struct task_struct, comm);
	sum += bpf_core_type_exists(struct mm_struct) + bpf_core_type_size(struct task_struct);
	sum += bpf_core_type_id_local(struct task_struct) + bpf_core_type_id_kernel(struct task_struct);
	sum += bpf_core_type_matches(struct mm_struct);
	if (bpf_core_enum_value_exists(enum pid_type, PIDTYPE_TGID))
		sum += bpf_core_enum_value(enum pid_type, PIDTYPE_TGID);
	return sum + bpf_ksym_exists(bpf_rcu_read_lock) + bpf_ksym_exists(&init_task);
}

static __always_inline void print(int a, int b)
{
	bpf_printk("none");
	bpf_printk("three %d %d %d", a, b, 3);
	bpf_printk("four %d %d %d %s", a, b, 3, name);
	bpf_printk("twelve %d %d %d %d %d %d %d %d %d %d %d %d", a, b, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
}

SEC("raw_tp/sched_wakeup")
int BPF_PROG(on_wakeup, struct task_struct *task)
{
	__u32 key = bpf_htonl(bpf_ntohl(1)) + bpf_htons(bpf_ntohs(1));

	facts = ask(task);
	digits = deep(task) + BPF_CORE_READ_BITFIELD_PROBED(task, sched_reset_on_fork);
	digits += bpf_cpu_to_be64(bpf_be64_to_cpu(CONFIG_HZ));
	BPF_CORE_READ_INTO(&key, task, pid);
	BPF_CORE_READ_STR_INTO(&name, task, group_leader, comm);
	bpf_map_update_elem(&counts, &key, &digits, BPF_ANY);
	if (verbose)
		print(ctx == NULL, TRI_NO);
	bpf_tail_call(ctx, &programs, 0);
	return 0;
}
