/* Who the gate trusts is protected from its neighbours: from being traced, written to, robbed of descriptors. */
#pragma once

#include "keeper.h"
#include "report.h"

static __always_inline int refuse(enum gate_hook hook, __u32 command, enum gate_reason reason)
{
	report(hook, command, GATE_DENIED, reason, NULL, false);
	return answer_to(reason);
}

/*
 * Whether it is trusted, or was just forked by one that is and has no record yet; when there once was no room for such a
 * record, whatever was forked and executed nothing yet may be one. A process on its way out gives up its memory before it
 * closes its files: nobody knows any more what it was, and nobody gets those.
 */
static __always_inline bool is_protected(struct task_struct *task)
{
	if (!task->mm)
		return !(task->flags & PF_KTHREAD);
	if (is_keeper(task) || process_of(task->mm))
		return true;
	return task->flags & PF_FORKNOEXEC && (gate_lost_children || process_of(task->real_parent->mm));
}

/*
 * ptrace(), /proc/PID/mem, process_vm_writev() and pidfd_getfd() all ask here; the mode for reading /proc passes.
 * The kernel holds task->alloc_lock, which bpf_get_task_exe_file() would take again: the target is known by its
 * memory alone. A process that is being executed is either traced when gate_exec looks, or recorded here.
 */
SEC("?lsm/ptrace_access_check")
int BPF_PROG(gate_ptrace, struct task_struct *target, unsigned int mode)
{
	if (!PROTECTS(GATE_PROTECT_PTRACE) || !(mode & PTRACE_MODE_ATTACH) || !is_protected(target))
		return 0;
	return refuse(GATE_HOOK_PTRACE, target->tgid, GATE_PROTECTED_PROCESS);
}

SEC("?lsm/ptrace_traceme")
int BPF_PROG(gate_traceme, struct task_struct *parent)
{
	if (!PROTECTS(GATE_PROTECT_PTRACE) || !process_of(bpf_get_current_task_btf()->mm))
		return 0;
	return refuse(GATE_HOOK_PTRACE, parent->tgid, GATE_PROTECTED_PROCESS);
}

/* By PR_SET_MM_EXE_FILE and PR_SET_MM_MAP a process could name another file as its executable. */
SEC("?lsm/task_prctl")
int BPF_PROG(gate_prctl, int option)
{
	if (!PROTECTS(GATE_PROTECT_SET_MM) || option != PR_SET_MM)
		return 0;
	return refuse(GATE_HOOK_PRCTL, option, GATE_FORGED_MEMORY_MAP);
}
