/* Who keeps the gate. */
#pragma once

#include "process.h"

struct gate_keeper gate_keeper;

/* Every thread of the process counts, a child that shares its memory does not. */
static __always_inline bool is_keeper(struct task_struct *task)
{
	return gate_keeper.tgid != 0 && task->tgid == (pid_t)gate_keeper.tgid &&
	       task->group_leader->start_boottime == gate_keeper.start_boot_ns &&
	       task->self_exec_id == gate_keeper.execs;
}

/* Makes the process of `task` the keeper if there is none. */
static __always_inline bool claim(struct task_struct *task)
{
	if (__sync_val_compare_and_swap(&gate_keeper.tgid, 0, (__u32)task->tgid) != 0)
		return false;
	gate_keeper.start_boot_ns = task->group_leader->start_boottime;
	gate_keeper.execs = task->self_exec_id;
	/* So that nobody traces a child that has its memory for a moment. */
	if (gate_follows && !record(task, GATE_PROCESS_KEEPER)) {
		gate_keeper.tgid = 0;
		return false;
	}
	return true;
}

enum { START_UNIT_NS = 10000000 }; /* USER_HZ, include/asm-generic/param.h */

/*
 * Makes the process that was named the heir the keeper. Only who holds a descriptor of gate_control can name one, and
 * it can do so without bpf(), as that can be mapped: so a new gatekeeper takes over a gate that denies it bpf(). It
 * names itself; should it end before it calls, its number can be another's, who was started later.
 */
static __always_inline void inherit(struct task_struct *task, struct gate_control *shared)
{
	__u32 tgid = task->tgid;

	if (shared->heir == 0 || shared->heir != tgid || task->ptrace ||
	    shared->heir_start != task->group_leader->start_boottime / START_UNIT_NS)
		return;
	if (__sync_val_compare_and_swap(&shared->heir, tgid, 0) != tgid)
		return;
	gate_keeper.tgid = 0;
	claim(task);
}
