/*
 * The gate on bpf(): who may call it.
 *
 * Granted are the gatekeeper's own process, processes that have a grant, and, by the setting gate_scope, processes
 * whose executable, or all of whose code, is files with listed fs-verity digests. All else is denied, and so is
 * whatever cannot be determined.
 *
 *   gate.h        the records shared with user space
 *   kernel.h      the kernel's types and functions
 *   policy.h      what is listed, and the settings
 *   digest.h      a file's digest
 *   executable.h  a process's executable
 *   process.h     the records of processes, by files.h
 *   history.h     hooks: what becomes code in a process
 *   protect.h     hooks: no tracing of trusted processes
 *   open.h        a hook: files of /proc that undo the above
 *   own.h         hooks: no reaching the gate's own objects
 *   pins.h        hooks: the names on bpffs that keep the gate
 *   keeper.h      the gatekeeper's process
 *   find.h        grants to processes
 *   report.h      events, counters, trace lines
 */
#include <bpf/bpf_tracing.h>

#include "executable.h"
#include "find.h"
#include "open.h"
#include "own.h"
#include "pins.h"

char _license[] SEC("license") = "GPL";

/* Brings the records into the object's type information, where user space's tests look them up. */
const union gate_records *gate_records;

static __always_inline enum gate_reason decide_by_executable(struct task_struct *task, struct gate_digest *digest)
{
	enum gate_reason reason = executable_digest(task, digest);

	return passes(reason, digest, GATE_USE_EXECUTABLE) ? GATE_LISTED : reason;
}

/* A process without a record: the executable says why, and if that is listed, it was executed unseen. */
static __always_inline enum gate_reason decide_unrecorded(struct task_struct *task, struct gate_digest *digest)
{
	enum gate_reason reason = decide_by_executable(task, digest);
	__u64 memory = (__u64)task->mm;

	if (reason != GATE_LISTED || !PROTECTS(GATE_PROTECT_HISTORY))
		return reason;
	return bpf_map_lookup_elem(&gate_unrecorded, &memory) ? GATE_NO_RECORD : GATE_UNKNOWN_HISTORY;
}

static __always_inline bool is_traced(struct task_struct *task, const struct gate_process *process)
{
	return PROTECTS(GATE_PROTECT_TRACED) && (task->ptrace || process->standing & GATE_PROCESS_TRACED);
}

static __always_inline enum gate_reason decide_by_history(struct task_struct *task, struct gate_process *process,
							  struct gate_digest *digest)
{
	*digest = process->files[0];
	if (process->reason != GATE_LISTED)
		return process->reason;
	if (task->personality & READ_IMPLIES_EXEC && PROTECTS(GATE_PROTECT_PERSONALITY))
		return GATE_READ_IS_EXECUTE;
	return still_listed(process);
}

/* Scope exe looks at the executable of every caller; a record only protects those that it grants from now on. */
static __always_inline enum gate_reason decide_recorded(struct task_struct *task, struct gate_process *process,
							struct gate_digest *digest)
{
	bool owned = owns(task, process) || !PROTECTS(GATE_PROTECT_OWNER);

	if (owned && process->standing & GATE_PROCESS_GRANTED)
		return is_traced(task, process) ? GATE_TRACED : GATE_GRANTED_PROCESS;
	if (gate_scope == GATE_SCOPE_EXE)
		return decide_by_executable(task, digest);
	if (!owned)
		return GATE_BORROWED_MEMORY;
	if (is_traced(task, process))
		return GATE_TRACED;
	if (!(process->standing & GATE_PROCESS_LISTED))
		return decide_unrecorded(task, digest);
	return decide_by_history(task, process, digest);
}

static __always_inline enum gate_reason decide(struct task_struct *task, struct gate_digest *digest)
{
	if (!task->mm || task->flags & PF_KTHREAD)
		return GATE_NO_PROCESS;
	inherit(task);
	if (is_keeper(task))
		return GATE_KEEPER;
	if (!gate_follows)
		return gate_scope == GATE_SCOPE_EXE ? decide_by_executable(task, digest) : GATE_UNKNOWN_HISTORY;
	struct gate_process *process = process_of(task->mm);

	if (process)
		return decide_recorded(task, process, digest);
	if (gate_scope == GATE_SCOPE_PROCESS)
		return decide_unrecorded(task, digest);
	enum gate_reason reason = decide_by_executable(task, digest);

	if (reason == GATE_LISTED)
		record(task, GATE_PROCESS_GUARDED); /* older than the gate, and from now on trusted */
	return reason;
}

static __always_inline enum gate_verdict verdict_of(enum gate_reason reason)
{
	return reason == GATE_LISTED || reason == GATE_KEEPER || reason == GATE_GRANTED_PROCESS ? GATE_GRANTED :
												  GATE_DENIED;
}

/*
 * The hook. Its arguments after the second differ between kernels and decide nothing. What an earlier
 * program or module answered needs no look either: the kernel asks no further after the first refusal.
 */
SEC("lsm.s/bpf")
int BPF_PROG(gate_bpf, int command, union bpf_attr *attributes)
{
	struct gate_digest digest = {};
	enum gate_reason reason = decide(bpf_get_current_task_btf(), &digest);

	if (verdict_of(reason) == GATE_GRANTED && reason != GATE_KEEPER) {
		enum gate_reason beyond = reaches_for_own(command, attributes);

		if (beyond != GATE_LISTED)
			reason = beyond;
	}
	enum gate_verdict verdict = verdict_of(reason);

	report(GATE_HOOK_BPF, command, verdict, reason, &digest);
	return verdict == GATE_GRANTED ? 0 : answer_to(reason);
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
