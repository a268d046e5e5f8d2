/* Acting on a process that the keeper names by its number. */
#pragma once

#include "history.h"
#include "keeper.h"

struct gate_request gate_request;

static __always_inline bool set_standing(struct task_struct *task, __u32 add, __u32 remove)
{
	struct gate_process *process = process_of(task->mm);

	if (!process || !owns(task, process)) {
		if (!add)
			return true;
		process = record(task, 0);
		if (!process)
			return false;
	}
	__sync_fetch_and_or(&process->standing, add); /* gate_breakpoint may add at the same time */
	__sync_fetch_and_and(&process->standing, ~remove);
	if (owns(task, process) && process_of(task->mm) == process)
		return true;
	__sync_fetch_and_and(&process->standing, ~add); /* it executed another program, and the element may be another's */
	return false;
}

static __always_inline bool grant_next(const struct gate_identity *process, bool grant)
{
	struct gate_identity next = *process;
	__u32 granted = 1;

	next.execs++;
	if (grant)
		return bpf_map_update_elem(&gate_grants, &next, &granted, 0) == 0;
	bpf_map_delete_elem(&gate_grants, &next);
	bpf_map_delete_elem(&gate_grants, process);
	return true;
}

static __always_inline bool act(struct task_struct *task)
{
	switch (gate_request.action) {
	case GATE_ACTION_FIND:
		return true;
	case GATE_ACTION_GUARD:
		return set_standing(task, GATE_PROCESS_GUARDED, 0);
	case GATE_ACTION_GRANT:
		return set_standing(task, GATE_PROCESS_GRANTED, GATE_PROCESS_GUARDED);
	case GATE_ACTION_GRANT_NEXT:
		return grant_next(&gate_request.process, true);
	case GATE_ACTION_WITHDRAW:
		return grant_next(&gate_request.process, false) && set_standing(task, 0, GATE_PROCESS_GRANTED);
	default:
		return false;
	}
}

/*
 * Run by the keeper: attach and read to the end, once for each request. Sees every thread of every process, so what
 * it says of a number's process is true of the process that has it; the keeper holds a pidfd, and looks at it
 * afterwards, to know that this is still the one it meant.
 */
SEC("?iter/task")
int gate_find(struct bpf_iter__task *context)
{
	struct task_struct *task = context->task;

	if (!task || !is_keeper(bpf_get_current_task_btf()) || !gate_request.tgid || task->tgid != (pid_t)gate_request.tgid)
		return 0;
	if (task->ptrace)
		gate_request.traced++;
	if (task->pid != task->tgid || !task->mm)
		return 0;
	identify(task, &gate_request.process);
	if (act(task))
		gate_request.found = 1;
	return 0;
}
