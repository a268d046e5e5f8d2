/* Whether a process may call bpf(), and why. */
#pragma once

#include "executable.h"
#include "files.h"
#include "keeper.h"

/* What a decision was made by. */
struct evidence {
	const struct gate_digest *digest; /* in the record of the process, or read for this; NULL if by none */
	struct gate_digest read;
	struct gate_process *process; /* the record of the process; NULL if it has none */
	__u32 generation; /* of the policy, before anything was looked up in it */
};

static __always_inline enum gate_reason decide_by_executable(struct task_struct *task, struct evidence *evidence)
{
	evidence->read = (struct gate_digest){};
	evidence->digest = &evidence->read;
	enum gate_reason reason = executable_digest(task, &evidence->read);

	return passes(reason, &evidence->read, GATE_USE_EXECUTABLE) ? GATE_LISTED : reason;
}

/* A process without a record: the executable says why, and if that is listed, it was executed unseen. */
static __always_inline enum gate_reason decide_unrecorded(struct task_struct *task, struct evidence *evidence)
{
	enum gate_reason reason = decide_by_executable(task, evidence);
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
							  struct evidence *evidence)
{
	evidence->digest = &process->files[0];
	if (process->reason != GATE_LISTED)
		return process->reason;
	if (task->personality & READ_IMPLIES_EXEC && PROTECTS(GATE_PROTECT_PERSONALITY))
		return GATE_READ_IS_EXECUTE;
	if (process->standing & GATE_PROCESS_MOVING && PROTECTS(GATE_PROTECT_MOVED))
		return GATE_MOVED_CODE;
	return still_listed(process, evidence->generation);
}

/*
 * In scope exe. What was executed under the gate's eyes has the same executable still: only prctl(PR_SET_MM) changes that,
 * which is refused. Another process that shares the memory has the same, too.
 */
static __always_inline enum gate_reason decide_by_known_executable(struct task_struct *task,
								   struct gate_process *process,
								   struct evidence *evidence)
{
	if (!(process->standing & GATE_PROCESS_LISTED))
		return decide_by_executable(task, evidence);
	evidence->digest = &process->files[0];
	return still_listed(process, evidence->generation);
}

static __always_inline enum gate_reason decide_recorded(struct task_struct *task, struct gate_process *process,
							struct evidence *evidence)
{
	bool owned = owns(task, process) || !PROTECTS(GATE_PROTECT_OWNER);

	if (owned && process->standing & GATE_PROCESS_GRANTED)
		return is_traced(task, process) ? GATE_TRACED : GATE_GRANTED_PROCESS;
	if (gate_scope == GATE_SCOPE_EXE)
		return decide_by_known_executable(task, process, evidence);
	if (!owned)
		return GATE_BORROWED_MEMORY;
	if (is_traced(task, process))
		return GATE_TRACED;
	if (!(process->standing & GATE_PROCESS_LISTED))
		return decide_unrecorded(task, evidence);
	return decide_by_history(task, process, evidence);
}

static __always_inline enum gate_verdict verdict_of(enum gate_reason reason)
{
	return reason == GATE_LISTED || reason == GATE_KEEPER || reason == GATE_GRANTED_PROCESS ? GATE_GRANTED :
												  GATE_DENIED;
}

/* Each kernel has one of these members and refuses the other; the compiler must not make one load of the two. */
static __always_inline bool has_probes_before_6_18(const struct mm_struct *memory)
{
	asm volatile("" : "+r"(memory));
	return memory->flags & MMF_HAS_UPROBES;
}

static __always_inline bool has_probes_6_18(const struct mm_struct___6_18 *memory)
{
	asm volatile("" : "+r"(memory));
	return memory->flags.__mm_flags[0] & MMF_HAS_UPROBES;
}

/* A breakpoint changes code: in the middle of an instruction, it makes another one of that. */
static __always_inline bool is_probed(struct task_struct *task, const struct gate_process *process)
{
	if (!PROTECTS(GATE_PROTECT_PROBES))
		return false;
	if (process && process->standing & GATE_PROCESS_PROBED)
		return true;
	if (bpf_core_field_exists(task->mm->flags))
		return has_probes_before_6_18(task->mm);
	return has_probes_6_18((const struct mm_struct___6_18 *)task->mm);
}

static __always_inline enum gate_reason decide_without_record(struct task_struct *task, struct evidence *evidence)
{
	if (gate_scope == GATE_SCOPE_PROCESS)
		return decide_unrecorded(task, evidence);
	enum gate_reason reason = decide_by_executable(task, evidence);

	if (reason == GATE_LISTED)
		record(task, GATE_PROCESS_GUARDED); /* older than the gate, and from now on trusted */
	return reason;
}

static __always_inline enum gate_reason decide(struct task_struct *task, struct evidence *evidence)
{
	struct gate_control *shared = control();

	evidence->digest = NULL;
	evidence->process = NULL;
	if (!shared || !task->mm || task->flags & PF_KTHREAD)
		return GATE_NO_PROCESS;
	inherit(task, shared);
	evidence->generation = *(volatile __u32 *)&shared->generation;
	if (is_keeper(task))
		return GATE_KEEPER;
	if (!gate_follows)
		return gate_scope == GATE_SCOPE_EXE ? decide_by_executable(task, evidence) : GATE_UNKNOWN_HISTORY;
	struct gate_process *process = evidence->process = process_of(task->mm);
	enum gate_reason reason = process ? decide_recorded(task, process, evidence) : decide_without_record(task, evidence);

	return verdict_of(reason) == GATE_GRANTED && is_probed(task, process) ? GATE_PROBED_CODE : reason;
}

static __always_inline bool may_call(struct task_struct *task)
{
	struct evidence evidence;

	return verdict_of(decide(task, &evidence)) == GATE_GRANTED;
}
