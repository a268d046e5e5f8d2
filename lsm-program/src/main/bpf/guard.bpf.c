/*
 * The gate on bpf(): who may call it.
 *
 * Granted are the gatekeeper's own process and processes whose executable has a listed fs-verity digest. All
 * else is denied, and so is whatever cannot be determined.
 *
 *   gate.h        the records shared with user space
 *   kernel.h      the kernel's types and functions
 *   keeper.h      the gatekeeper's process
 *   executable.h  a process's executable, by digest.h
 *   report.h      events, counters, trace lines
 */
#include <bpf/bpf_tracing.h>

#include "executable.h"
#include "keeper.h"
#include "report.h"

char _license[] SEC("license") = "GPL";

/* Brings the records into the object's type information, where user space's tests look them up. */
const union gate_records *gate_records;

/* The size of this map is for the loader to set, with room for additions. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct gate_digest);
	__type(value, struct gate_grant);
} gate_allowed SEC(".maps");

static __always_inline bool is_listed(const struct gate_digest *digest, __u32 use)
{
	const struct gate_grant *grant = bpf_map_lookup_elem(&gate_allowed, digest);

	return grant && (grant->uses & use) == use;
}

static __always_inline enum gate_reason decide(struct task_struct *task, struct gate_digest *digest)
{
	if (!task->mm || task->flags & PF_KTHREAD)
		return GATE_NO_PROCESS;
	if (is_keeper(task))
		return GATE_KEEPER;
	enum gate_reason reason = executable_digest(task, digest);

	if (reason == GATE_NOT_LISTED && is_listed(digest, GATE_USE_EXECUTABLE))
		return GATE_LISTED;
	return reason;
}

static __always_inline enum gate_verdict verdict_of(enum gate_reason reason)
{
	return reason == GATE_LISTED || reason == GATE_KEEPER ? GATE_GRANTED : GATE_DENIED;
}

/*
 * The hook. Its arguments after the command differ between kernels and decide nothing. What an earlier
 * program or module answered needs no look either: the kernel asks no further after the first refusal.
 */
SEC("lsm.s/bpf")
int BPF_PROG(gate_bpf, int command)
{
	struct gate_digest digest = {};
	enum gate_reason reason = decide(bpf_get_current_task_btf(), &digest);
	enum gate_verdict verdict = verdict_of(reason);

	report(command, verdict, reason, &digest);
	return verdict == GATE_GRANTED ? 0 : -EPERM;
}

/*
 * Run by the gatekeeper, in its own process and before it attaches the hook: makes that process the keeper and
 * says in gate_keeper what this kernel offers. Returns 0, or -EEXIST if there is a keeper already.
 */
SEC("syscall")
int gate_claim(void *context)
{
	(void)context;
	struct task_struct *task = bpf_get_current_task_btf();
	enum gate_digest_source source = digest_source();

	if (source == GATE_DIGEST_FROM_KFUNC && !scratch_of(task))
		source = GATE_DIGEST_NO_SCRATCH; /* as on 6.18 and later where the CPU lacks cmpxchg16b */
	gate_keeper.digest_source = source;
	return claim(task) ? 0 : -EEXIST;
}
