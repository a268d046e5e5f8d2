/* What the world is told of a decision. Nothing here can change one. */
#pragma once

#include "executable.h"

/* Settings, written by the loader before load and constant from then on. */
const volatile bool gate_audit = false; /* decide and report, and deny nothing */
const volatile bool gate_trace = false; /* also print each decision to the kernel's trace pipe */

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 512 * 1024); /* 1,985 events */
} gate_events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct gate_counters);
} gate_counters SEC(".maps");

/* Never NULL, which the verifier does not know. */
static __always_inline struct gate_counters *counters(void)
{
	__u32 only = 0;

	return bpf_map_lookup_elem(&gate_counters, &only);
}

/* Atomic, because a task may be preempted between reading a count and writing it. */
static __always_inline void count(enum gate_reason reason)
{
	struct gate_counters *here = counters();

	if (here)
		__sync_fetch_and_add(&here->decisions[reason & (GATE_COUNTED_REASONS - 1)], 1);
}

static __always_inline void count_lost_events(__u64 decisions)
{
	struct gate_counters *here = counters();

	if (here)
		__sync_fetch_and_add(&here->lost_events, decisions);
}

static __always_inline void count_joined(__u64 decisions)
{
	struct gate_counters *here = counters();

	if (here)
		__sync_fetch_and_add(&here->joined, decisions);
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

enum { WAKE_EVERY_NS = 10000000, WAKE_EVERY_EVENTS = 1024 }; /* half of those that there is room for */

__u64 gate_woken_ns;   /* when an event last woke who reads them ... */
__u32 gate_unannounced; /* ... and how many did not since then; about, as nothing makes tasks count one by one */

/*
 * Waking a reader takes longer than deciding, so that of a burst's events few do. Who reads looks again by itself, some
 * time after it was woken. When two tasks are here at once, one of them wakes for both or both do.
 */
static __always_inline __u64 wake_at(__u64 now)
{
	if (now - gate_woken_ns < WAKE_EVERY_NS && ++gate_unannounced < WAKE_EVERY_EVENTS)
		return BPF_RB_NO_WAKEUP;
	gate_woken_ns = now;
	gate_unannounced = 0;
	return BPF_RB_FORCE_WAKEUP;
}

/* Eight bytes at a time; both sides are aligned for that. */
static __always_inline void copy(void *to, const void *from, int bytes)
{
#pragma clang loop unroll(full)
	for (int word = 0; word < bytes / 8; word++)
		((__u64 *)to)[word] = ((const __u64 *)from)[word];
}

/* `from`: one of its own, or the first of a process's files: those are aligned. */
static __always_inline void copy_known_digest(struct gate_digest *to, const struct gate_digest *from)
{
	enum { LAST = sizeof(*to) / 4 - 1 };

	_Static_assert(sizeof(*to) % 8 == 4, "one word of four bytes remains");
	copy(to, from, sizeof(*to));
	((__u32 *)to)[LAST] = ((const __u32 *)from)[LAST];
}

/*
 * Digest and path may be NULL. Says to nobody whether there was room: a compiler that has to remember it asks twice
 * whether `event` is NULL, and 6.1 takes the second answer for open, and the event for one that was not given back.
 */
static __always_inline void send_event(enum gate_hook hook, __u32 command, enum gate_verdict verdict,
				       enum gate_reason reason, const struct gate_digest *digest, const char *path)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct gate_event *event = bpf_ringbuf_reserve(&gate_events, sizeof(*event), 0);

	if (!event) {
		count_lost_events(1);
		return;
	}
	event->boot_ns = bpf_ktime_get_boot_ns();
	event->pid = task->pid;
	event->tgid = task->tgid;
	event->uid = (__u32)bpf_get_current_uid_gid();
	event->command = command;
	event->verdict = verdict;
	event->reason = reason;
	copy(event->comm, task->comm, GATE_COMM_BYTES);
	if (digest)
		copy_known_digest(&event->digest, digest);
	else
		event->digest = (struct gate_digest){};
	event->hook = hook;
	event->calls = 1;
	event->path[0] = 0;
	if (path)
		copy(event->path, path, GATE_PATH_BYTES);
	bpf_ringbuf_submit(event, wake_at(event->boot_ns));
}

/* The path does not go straight into the event: 6.12 takes only one thing to be given back as a helper's argument. */
static __always_inline void send_named_event(enum gate_hook hook, __u32 command, enum gate_verdict verdict,
					     enum gate_reason reason, const struct gate_digest *digest)
{
	char path[GATE_PATH_BYTES] __attribute__((aligned(8))) = {};

	executable_path(bpf_get_current_task_btf(), path);
	send_event(hook, command, verdict, reason, digest, path);
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

/* For a decision that has an event, and for one that needs none. */
static __always_inline void tally(enum gate_verdict verdict, enum gate_reason reason)
{
	count(reason);
	trace(verdict, reason);
}

/* `digest`: NULL if by none. `names`: a denial with the path of the executable; for programs that may sleep. */
static __always_inline void report(enum gate_hook hook, __u32 command, enum gate_verdict verdict,
				   enum gate_reason reason, const struct gate_digest *digest, bool names)
{
	if (names && verdict == GATE_DENIED)
		send_named_event(hook, command, verdict, reason, digest);
	else
		send_event(hook, command, verdict, reason, digest, NULL);
	tally(verdict, reason);
}
