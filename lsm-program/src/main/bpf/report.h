/* What the world is told of a decision. Nothing here can change one. */
#pragma once

#include "executable.h"

/* Settings, written by the loader before load and constant from then on. */
const volatile bool gate_audit = false; /* decide and report, and deny nothing */
const volatile bool gate_trace = false; /* also print each decision to the kernel's trace pipe */

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 512 * 1024); /* 2,048 events */
} gate_events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct gate_counters);
} gate_counters SEC(".maps");

/* Atomic, because a task may be preempted between reading a count and writing it. */
static __always_inline void count(enum gate_reason reason, bool event_lost)
{
	__u32 only = 0;
	struct gate_counters *counters = bpf_map_lookup_elem(&gate_counters, &only);

	if (!counters)
		return;
	__sync_fetch_and_add(&counters->decisions[reason & (GATE_COUNTED_REASONS - 1)], 1);
	if (event_lost)
		__sync_fetch_and_add(&counters->lost_events, 1);
}

/*
 * What a refused caller gets to see. The gate's own objects are not there for it: tools that list all objects pass
 * over one that went away while they looked, and would stop at any other error.
 */
static __always_inline int answer_to(enum gate_reason reason)
{
	int refusal = reason == GATE_OWN_OBJECT ? -ENOENT : -EPERM;

	/* The compiler would work out one answer from the other; 6.12 does not follow that to see that both are allowed. */
	asm volatile("" : "+r"(refusal));
	return gate_audit ? 0 : refusal;
}

/* Returns whether there was room. `names`: with the path of the executable; for programs that may sleep. */
static __always_inline bool send_event(enum gate_hook hook, __u32 command, enum gate_verdict verdict,
				       enum gate_reason reason, const struct gate_digest *digest, bool names)
{
	char path[GATE_PATH_BYTES] __attribute__((aligned(8))) = {};

	/* Not straight into the event: 6.12 takes only one thing that has to be given back as a helper's argument. */
	if (names && verdict == GATE_DENIED)
		executable_path(bpf_get_current_task_btf(), path);
	struct gate_event *event = bpf_ringbuf_reserve(&gate_events, sizeof(*event), 0);

	if (!event)
		return false;
	event->boot_ns = bpf_ktime_get_boot_ns();
	__u64 thread = bpf_get_current_pid_tgid();

	event->pid = (__u32)thread;
	event->tgid = thread >> 32;
	event->uid = (__u32)bpf_get_current_uid_gid();
	event->command = command;
	event->verdict = verdict;
	event->reason = reason;
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	event->digest = *digest;
	event->hook = hook;
	for (int word = 0; word < GATE_PATH_BYTES / 8; word++)
		((__u64 *)event->path)[word] = ((const __u64 *)path)[word];
	bpf_ringbuf_submit(event, 0);
	return true;
}

static __always_inline void trace(enum gate_verdict verdict, enum gate_reason reason)
{
	if (!gate_trace)
		return;
	if (reason == GATE_NO_VERITY)
		bpf_printk("no verity information");
	if (verdict == GATE_GRANTED)
		bpf_printk("granting access");
	else
		bpf_printk("denying access");
}

static __always_inline void report(enum gate_hook hook, __u32 command, enum gate_verdict verdict,
				   enum gate_reason reason, const struct gate_digest *digest, bool names)
{
	count(reason, !send_event(hook, command, verdict, reason, digest, names));
	trace(verdict, reason);
}
