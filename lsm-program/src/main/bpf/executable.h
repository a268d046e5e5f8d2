/* The executable file of a process, and its digest. */
#pragma once

#include "digest.h"

/*
 * Writes the path of a process's executable, or nothing; for programs that may sleep. Where the kernel has no function
 * that holds the file, it could be replaced and freed meanwhile, unless gate_prctl is attached, which stops that.
 */
static __always_inline void executable_path(struct task_struct *task, char *path)
{
	struct file *file;

	if (bpf_ksym_exists(bpf_get_task_exe_file)) {
		file = bpf_get_task_exe_file(task);
		if (!file)
			return;
		if (bpf_d_path(&file->f_path, path, GATE_PATH_BYTES) < 0)
			path[0] = 0;
		bpf_put_file(file);
	} else if (gate_follows) {
		file = task->mm->exe_file;
		if (file && bpf_d_path(&file->f_path, path, GATE_PATH_BYTES) < 0)
			path[0] = 0;
	}
}

/*
 * Returns the reason to deny unless the digest, now in `key`, is listed.
 *
 * Where the kernel has no function that holds the file (6.1), it is found by following pointers, and stays only
 * as long as no other thread of the process replaces it by prctl(PR_SET_MM_EXE_FILE). A process that may do that
 * can name a listed file as its executable on every kernel: looking at the executable alone does not stop it.
 */
static __always_inline enum gate_reason executable_digest(struct task_struct *task, struct gate_digest *key)
{
	enum gate_digest_source source = digest_source();
	enum gate_reason reason = GATE_UNSUPPORTED_KERNEL;
	struct file *file;

	if (source == GATE_DIGEST_UNAVAILABLE)
		return GATE_UNSUPPORTED_KERNEL;
	if (!bpf_ksym_exists(bpf_get_task_exe_file)) {
		file = task->mm->exe_file;
		return file ? digest_from_inode(file, key) : GATE_NO_EXECUTABLE;
	}
	file = bpf_get_task_exe_file(task);
	if (!file)
		return GATE_NO_EXECUTABLE;
	if (source == GATE_DIGEST_FROM_INODE)
		reason = digest_from_inode(file, key);
	else if (source == GATE_DIGEST_FROM_KFUNC)
		reason = digest_from_kfunc(task, file, key);
	bpf_put_file(file);
	return reason;
}
