/*
 * Calls that repeat. A program that reads a map calls bpf() without end: the first call is told, those after it that are
 * granted and like the one before are counted in the record of the process and told together. So such a program does not
 * fill the ring buffer, in which others' denials need room.
 */
#pragma once

#include "report.h"

enum { REPEATS_NS = 1000000000 }; /* no call waits longer than this to be told, if the process calls again or ends */

static __always_inline void describe_repeats(struct gate_event *event, const struct gate_process *process)
{
	const struct gate_repeats *repeats = &process->repeats;

	event->pid = process->owner.tgid;
	event->tgid = process->owner.tgid;
	event->uid = repeats->uid;
	event->command = repeats->command;
	event->verdict = GATE_GRANTED;
	event->reason = repeats->reason;
	copy(event->comm, repeats->comm, GATE_COMM_BYTES);
	if (repeats->reason == GATE_LISTED)
		copy_known_digest(&event->digest, &process->files[0]);
	else
		event->digest = (struct gate_digest){};
	event->hook = GATE_HOOK_BPF;
	event->path[0] = 0;
}

/* Whoever runs this may be another: a process that ended is told by its record. */
static __noinline int tell_repeats(struct gate_process *process)
{
	__u64 calls = process->repeats.calls ? __sync_lock_test_and_set(&process->repeats.calls, 0) : 0;

	if (!calls)
		return 0;
	struct gate_event *event = bpf_ringbuf_reserve(&gate_events, sizeof(*event), 0);

	if (!event) {
		count_lost_events(calls);
		return 0;
	}
	event->boot_ns = bpf_ktime_get_boot_ns();
	event->calls = calls;
	describe_repeats(event, process);
	count_joined(calls - 1);
	bpf_ringbuf_submit(event, wake_at(event->boot_ns));
	return 0;
}

/*
 * Whether a granted call is like the one before it and counted with it; if not, it is to be told, and what was counted is
 * told before it. Threads are here at once: one's call can be counted with what the other asked for, and none twice. Calls
 * of another process that shares the memory, which scope exe can grant, are each told.
 */
static __always_inline bool is_repeat(struct gate_process *process, struct task_struct *task, __u32 command,
				      enum gate_reason reason)
{
	struct gate_repeats *repeats = &process->repeats;
	__u64 now = bpf_ktime_get_boot_ns();
	__u32 uid = task->cred->uid.val;

	if (process->owner.tgid != (__u32)task->tgid)
		return false;
	if (repeats->command == command && repeats->reason == reason && repeats->uid == uid &&
	    now - repeats->since_boot_ns < REPEATS_NS) {
		__sync_fetch_and_add(&repeats->calls, 1);
		return true;
	}
	tell_repeats(process);
	repeats->since_boot_ns = now;
	repeats->command = command;
	repeats->uid = uid;
	repeats->reason = reason;
	copy(repeats->comm, task->comm, GATE_COMM_BYTES);
	return false;
}
