/* Who keeps the gate. */
#pragma once

#include "gate.h"
#include "kernel.h"

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
	return true;
}
