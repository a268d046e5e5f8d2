/* Files of /proc by which root could undo what the other hooks do. Only those who open one for writing are looked at. */
#pragma once

#include "history.h"
#include "protect.h"

enum proc_file { PROC_OTHER, PROC_MEMORY, PROC_OFF_SWITCH };

/* A name of up to SHORT_NAME_BYTES with its end; the kernel keeps it in the entry itself. */
#define IS_NAME(bytes, name)                                                                                           \
	({                                                                                                             \
		bool same = true;                                                                                      \
		_Pragma("clang loop unroll(full)") for (int at = 0; at < (int)sizeof(name); at++) same =               \
			same && (bytes)[at] == (unsigned char)(name)[at];                                              \
		same;                                                                                                  \
	})
#define PROC_FILE(bytes)                                                                                               \
	(IS_NAME(bytes, "mem") ? PROC_MEMORY : IS_NAME(bytes, "ftrace_enabled") ? PROC_OFF_SWITCH : PROC_OTHER)

/* Functions, so that the compiler does not mix the two: each kernel has one of the members and refuses the other. */
static __noinline int proc_file_by_iname(const struct dentry *entry)
{
	return PROC_FILE(entry->d_iname);
}

static __noinline int proc_file_by_shortname(const struct dentry___6_14 *entry)
{
	return PROC_FILE(entry->d_shortname.string);
}

/*
 * /proc/PID/mem writes to code, too. Others' asks gate_ptrace, one's own, and that of who shares the memory, asks
 * nobody; so a listed process that opens any for writing is not trusted any more.
 *
 * ftrace_enabled, of /proc/sys/kernel, takes all that is attached to the kernel's functions out of their way, and BPF
 * programs with it: nobody gets to write there.
 */
SEC("?lsm/file_open")
int BPF_PROG(gate_open, struct file *file)
{
	if (!(file->f_mode & FMODE_WRITE) || file->f_inode->i_sb->s_magic != PROC_SUPER_MAGIC)
		return 0;
	struct dentry *entry = file->f_path.dentry;
	int kind;

	if (bpf_core_field_exists(entry->d_iname))
		kind = proc_file_by_iname(entry);
	else
		kind = proc_file_by_shortname((const struct dentry___6_14 *)entry);
	if (kind == PROC_MEMORY) {
		struct gate_process *process = process_of(bpf_get_current_task_btf()->mm);

		if (process)
			judge(process, GATE_OPENED_MEMORY);
	} else if (kind == PROC_OFF_SWITCH && PROTECTS(GATE_PROTECT_OFF_SWITCH)) {
		return refuse(GATE_HOOK_OPEN, 0, GATE_OFF_SWITCH);
	}
	return 0;
}
