/* The files that a process mapped executable: remembered, and looked up again when the policy has changed. */
#pragma once

#include "process.h"

static __always_inline bool same_digest(const struct gate_digest *one, const struct gate_digest *other)
{
	const __u32 *a = (const __u32 *)one, *b = (const __u32 *)other;
	__u32 difference = 0;

#pragma clang loop unroll(full)
	for (int word = 0; word < (int)(sizeof(*one) / 4); word++)
		difference |= a[word] ^ b[word];
	return difference == 0;
}

static __always_inline bool remembers(const struct gate_process *process, const struct gate_digest *digest)
{
	__u32 count = process->file_count;

#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < GATE_MAPPED_FILES; i++) {
		if (i >= count)
			break;
		if (same_digest(&process->files[i], digest))
			return true;
	}
	return false;
}

/* The algorithm comes last: another thread takes a place without one for a file that is not mapped yet. */
static __always_inline void put(struct gate_digest *place, const struct gate_digest *digest)
{
	volatile __u32 *to = (volatile __u32 *)place;
	const __u32 *from = (const __u32 *)digest;

#pragma clang loop unroll(full)
	for (int word = (int)(sizeof(*place) / 4) - 1; word >= 0; word--)
		to[word] = from[word];
}

/* Threads may map at the same time: each takes a place of its own, and one that is taken and empty is not mapped yet. */
static __always_inline void remember(struct gate_process *process, const struct gate_digest *digest)
{
	if (remembers(process, digest))
		return;
	__u32 place = __sync_fetch_and_add(&process->file_count, 1);

	if (place >= GATE_MAPPED_FILES)
		distrust(process, GATE_TOO_MANY_FILES);
	else
		put(&process->files[place], digest);
}

/* Looks every file up; the executable is the first. */
static __always_inline enum gate_reason look_up_files(const struct gate_process *process, __u32 count, bool *complete)
{
#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < GATE_MAPPED_FILES; i++) {
		if (i >= count)
			break;
		const struct gate_digest *file = &process->files[i];

		if (file->algorithm == 0)
			*complete = false;
		else if (!is_listed(file, i == 0 ? GATE_USE_EXECUTABLE : GATE_USE_EXECUTABLE | GATE_USE_MAPPED))
			return i == 0 ? GATE_NOT_LISTED : GATE_REVOKED_CODE;
	}
	return GATE_LISTED;
}

/*
 * Whether every file is still listed: GATE_LISTED, or the reason to deny. Files are looked up again only when the
 * policy or their number is another than at the last time. The generation of the policy was read before this: a change
 * in between is seen at the next call.
 */
static __always_inline enum gate_reason still_listed(struct gate_process *process, __u32 generation)
{
	__u64 now = (__u64)generation << 32 | process->file_count;
	bool complete = true;

	if (!PROTECTS(GATE_PROTECT_RECHECK) || process->checked == now)
		return GATE_LISTED;
	enum gate_reason reason = look_up_files(process, (__u32)now, &complete);

	if (reason == GATE_LISTED && complete)
		process->checked = now;
	return reason;
}
