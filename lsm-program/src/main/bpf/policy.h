/* What the keeper wants: which files are listed, how much of a caller has to be, and what a test build leaves out. */
#pragma once

#include "gate.h"
#include "kernel.h"

/* Settings, written by the loader before load and constant from then on. */
const volatile enum gate_scope gate_scope = GATE_SCOPE_EXE;
const volatile bool gate_follows = false; /* the hooks of history.h are attached; scope process needs them */

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct gate_control);
} gate_control SEC(".maps");

/* The size of this map is for the loader to set, with room for additions. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct gate_digest);
	__type(value, struct gate_grant);
} gate_allowed SEC(".maps");

/* `PROTECTS` is true of every protection in what is shipped; only a test build can leave one out. */
#ifdef GATE_TEST_SWITCHES
volatile __u32 gate_without; /* written while the gate is attached */
#define PROTECTS(protection) (!(gate_without & (protection)))
#else
#define PROTECTS(protection) true
#endif

/* Whether the file may be at least one of `uses`. */
static __always_inline bool is_listed(const struct gate_digest *digest, __u32 uses)
{
	const volatile __u64 *entry = bpf_map_lookup_elem(&gate_allowed, digest);
	union {
		__u64 whole;
		struct gate_grant grant;
	} now;

	if (!entry)
		return !PROTECTS(GATE_PROTECT_LISTED);
	now.whole = *entry;
	if (now.grant.tag != *(const __u32 *)digest->bytes)
		return false;
	return !PROTECTS(GATE_PROTECT_USES) || now.grant.uses & uses;
}

/* Never NULL, which the verifier does not know of an array's first element on every kernel. */
static __always_inline struct gate_control *control(void)
{
	__u32 only = 0;

	return bpf_map_lookup_elem(&gate_control, &only);
}
