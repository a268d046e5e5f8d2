/*
 * A file's fs-verity digest. There are two ways to it, and each kernel has one of them or both; the verifier
 * never sees the branch of a way that is not there.
 */
#pragma once

#include "gate.h"
#include "kernel.h"
#include "policy.h"

/*
 * What bpf_get_fsverity_digest() writes to has to be map memory, and a processor's would be shared by tasks
 * that preempt each other in here: the digest read for one could decide about another.
 */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct gate_digest);
} gate_scratch SEC(".maps");

static __always_inline struct gate_digest *scratch_of(struct task_struct *task)
{
	return bpf_task_storage_get(&gate_scratch, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
}

static __always_inline enum gate_digest_source digest_source(void)
{
	if (bpf_core_field_exists(struct inode, i_verity_info))
		return GATE_DIGEST_FROM_INODE;
	if (bpf_ksym_exists(bpf_get_fsverity_digest) && bpf_ksym_exists(bpf_get_task_exe_file))
		return GATE_DIGEST_FROM_KFUNC;
	return GATE_DIGEST_UNAVAILABLE;
}

static __always_inline __u16 digest_bytes(__u16 algorithm)
{
	switch (algorithm) {
	case GATE_SHA256:
		return GATE_SHA256_BYTES;
	case GATE_SHA512:
		return GATE_SHA512_BYTES;
	default:
		return 0;
	}
}

/*
 * fs-verity's number of an algorithm, 0 if unknown. A kernel that does not name its algorithm (6.1) knows only
 * these two, which their sizes tell apart.
 */
static __always_inline __u16 algorithm_of(const struct fsverity_hash_alg *hash)
{
	if (bpf_core_field_exists(hash->algo_id)) {
		if (hash->algo_id == HASH_ALGO_SHA256)
			return GATE_SHA256;
		return hash->algo_id == HASH_ALGO_SHA512 ? GATE_SHA512 : 0;
	}
	if (hash->digest_size == GATE_SHA256_BYTES && hash->block_size == 64)
		return GATE_SHA256;
	return hash->digest_size == GATE_SHA512_BYTES && hash->block_size == 128 ? GATE_SHA512 : 0;
}

/* Copies a digest of 32 or 64 bytes by words, as both sides are aligned for them. */
static __always_inline void copy_digest(__u8 *to, const __u8 *from, __u32 size)
{
	for (int word = 0; word < GATE_SHA256_BYTES / 4; word++)
		((__u32 *)to)[word] = ((const __u32 *)from)[word];
	if (size == GATE_SHA256_BYTES)
		return;
	for (int word = GATE_SHA256_BYTES / 4; word < GATE_SHA512_BYTES / 4; word++)
		((__u32 *)to)[word] = ((const __u32 *)from)[word];
}

/* Makes `key` the key of a digest; false if the algorithm is unknown or the size is not the algorithm's. */
static __always_inline bool set_key(struct gate_digest *key, __u16 algorithm, __u32 size, const __u8 *digest)
{
	if (algorithm == 0 || size != digest_bytes(algorithm))
		return false;
	key->algorithm = algorithm;
	key->size = size;
	copy_digest(key->bytes, digest, size);
	return true;
}

/* Whether a file may be one of `uses`, by its digest and what the functions below said of it. */
static __always_inline bool passes(enum gate_reason reason, const struct gate_digest *digest, __u32 uses)
{
	if (reason == GATE_NO_VERITY)
		return !PROTECTS(GATE_PROTECT_VERITY);
	return reason == GATE_NOT_LISTED && is_listed(digest, uses);
}

/* The functions below return the reason to deny a file unless its digest, now in `key`, is listed. */

static __always_inline enum gate_reason digest_from_inode(struct file *file, struct gate_digest *key)
{
	struct fsverity_info *info = file->f_inode->i_verity_info;

	if (!info)
		return GATE_NO_VERITY;
	const struct fsverity_hash_alg *hash = info->tree_params.hash_alg;

	if (!set_key(key, algorithm_of(hash), hash->digest_size, info->file_digest))
		return GATE_UNKNOWN_ALGORITHM;
	return GATE_NOT_LISTED;
}

/* The room is for the longest digest: some kernels cut one that does not fit without saying so. */
static __always_inline enum gate_reason digest_from_kfunc(struct task_struct *task, struct file *file,
							  struct gate_digest *key)
{
	struct bpf_dynptr room;
	struct gate_digest *scratch = scratch_of(task);

	if (!scratch)
		return GATE_NO_MEMORY;
	*scratch = (struct gate_digest){};
	bpf_dynptr_from_mem(scratch, sizeof(*scratch), 0, &room);
	int error = bpf_get_fsverity_digest(file, &room);

	if (error < 0)
		return error == -ENODATA ? GATE_NO_VERITY : GATE_UNREADABLE_DIGEST;
	if (!set_key(key, scratch->algorithm, scratch->size, scratch->bytes))
		return GATE_UNKNOWN_ALGORITHM;
	return GATE_NOT_LISTED;
}

static __always_inline enum gate_reason file_digest(struct task_struct *task, struct file *file,
						    struct gate_digest *key)
{
	enum gate_digest_source source = digest_source();

	if (source == GATE_DIGEST_FROM_INODE)
		return digest_from_inode(file, key);
	if (source == GATE_DIGEST_FROM_KFUNC)
		return digest_from_kfunc(task, file, key);
	return GATE_UNSUPPORTED_KERNEL;
}
