/* The memory maps that the gate follows, and whose they are. */
#pragma once

#include "policy.h"
#include "repeats.h"

/*
 * A hash map, and not task storage: up to 6.1 a lookup of task storage answers NULL while another task on the same
 * CPU is preempted in one (kernel/bpf/bpf_task_storage.c), and a taint would be lost; a lookup here never fails. The elements are there from the start, so that an exec does not depend on memory; when
 * all are in use, further processes are denied.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, struct gate_process);
} gate_processes SEC(".maps");

/* Memory maps that gate_processes had no room for, to say so at the call. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 256);
	__type(key, __u64);
	__type(value, __u32);
} gate_unrecorded SEC(".maps");

/* What a new record is copied from: too long for the stack. It trusts nothing and nobody owns it. */
static const volatile struct gate_process nobody = { .reason = GATE_UNKNOWN_HISTORY };

static __always_inline void identify(struct task_struct *task, struct gate_identity *identity)
{
	identity->start_boot_ns = task->group_leader->start_boottime;
	identity->execs = task->self_exec_id;
	identity->tgid = task->tgid;
	identity->reserved = 0;
}

static __always_inline bool owns(struct task_struct *task, const struct gate_process *process)
{
	return process->owner.tgid == (__u32)task->tgid && process->owner.execs == task->self_exec_id &&
	       process->owner.start_boot_ns == task->group_leader->start_boottime;
}

static __always_inline struct gate_process *process_of(const struct mm_struct *memory)
{
	__u64 key = (__u64)memory;

	return bpf_map_lookup_elem(&gate_processes, &key);
}

enum { GUESTS = 512 }; /* so many of the elements may be of other users than root, who could take all of them */

__u32 gate_guests;

bool gate_lost_children; /* there was no room for a child of a process with a record */

static __always_inline bool admit(bool guest)
{
	if (!guest || __sync_fetch_and_add(&gate_guests, 1) < GUESTS)
		return true;
	__sync_fetch_and_sub(&gate_guests, 1);
	return false;
}

static __always_inline void forget(const struct mm_struct *memory)
{
	__u64 key = (__u64)memory;
	struct gate_process *process = process_of(memory);

	if (!process)
		return;
	__u32 guest = process->guest;

	tell_repeats(process);
	if (bpf_map_delete_elem(&gate_processes, &key) == 0)
		__sync_fetch_and_sub(&gate_guests, guest);
}

/*
 * A record for `memory`, begun as a copy of another and in the place of any before it; NULL if there is no room.
 * The caller makes it somebody's.
 */
static __always_inline struct gate_process *new_process(const struct mm_struct *memory, const void *copied)
{
	__u64 key = (__u64)memory;
	__u32 no_room = 1;
	bool guest = (__u32)bpf_get_current_uid_gid() != 0;
	struct gate_process *process = NULL;

	forget(memory);
	if (admit(guest)) {
		if (bpf_map_update_elem(&gate_processes, &key, copied, 0) == 0)
			process = process_of(memory);
		if (process) {
			process->guest = guest;
			return process;
		}
		__sync_fetch_and_sub(&gate_guests, guest);
	}
	bpf_map_delete_elem(&gate_processes, &key); /* one that could not be forgotten */
	bpf_map_update_elem(&gate_unrecorded, &key, &no_room, 0);
	return NULL;
}

/* The first reason stays. Other threads may call bpf() meanwhile: what taints is not mapped before this is set. */
static __always_inline void distrust(struct gate_process *process, enum gate_reason reason)
{
	__sync_val_compare_and_swap(&process->reason, GATE_LISTED, reason);
}

/* A record of the process and its memory as it is now, that trusts none of its code; NULL if there is no room. */
static __always_inline struct gate_process *record(struct task_struct *task, __u32 standing)
{
	struct gate_process *process = new_process(task->mm, (const void *)&nobody);

	if (!process)
		return NULL;
	process->standing = standing;
	identify(task, &process->owner);
	return process;
}
