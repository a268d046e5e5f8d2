/*
 * Files of the kernel's by which root could undo what the other hooks do, and an event that does what one of them does.
 * Only those who open one for writing are looked at.
 */
#pragma once

#include "decide.h"
#include "history.h"
#include "protect.h"

/* The kind of performance event that is a uprobe, as this kernel numbers it; a setting, like those of policy.h. */
const volatile __u32 gate_uprobe_type = ~0;

enum watched_file { FILE_OTHER, FILE_MEMORY, FILE_OFF_SWITCH, FILE_PROBES };

/* A name of up to SHORT_NAME_BYTES with its end; the kernel keeps it in the entry itself. */
#define IS_NAME(bytes, name)                                                                                           \
	({                                                                                                             \
		bool same = true;                                                                                      \
		_Pragma("clang loop unroll(full)") for (int at = 0; at < (int)sizeof(name); at++) same =               \
			same && (bytes)[at] == (unsigned char)(name)[at];                                              \
		same;                                                                                                  \
	})
#define FILE_OF_PROC(bytes)                                                                                            \
	(IS_NAME(bytes, "mem") ? FILE_MEMORY : IS_NAME(bytes, "ftrace_enabled") ? FILE_OFF_SWITCH : FILE_OTHER)
#define FILE_OF_TRACEFS(bytes)                                                                                         \
	(IS_NAME(bytes, "uprobe_events") || IS_NAME(bytes, "dynamic_events") ? FILE_PROBES : FILE_OTHER)
#define WATCHED_FILE(magic, bytes) ((magic) == PROC_SUPER_MAGIC ? FILE_OF_PROC(bytes) : FILE_OF_TRACEFS(bytes))

/* Functions, so that the compiler does not mix the two: each kernel has one of the members and refuses the other. */
static __noinline int file_by_iname(const struct dentry *entry, unsigned long magic)
{
	return WATCHED_FILE(magic, entry->d_iname);
}

static __noinline int file_by_shortname(const struct dentry___6_14 *entry, unsigned long magic)
{
	return WATCHED_FILE(magic, entry->d_shortname.string);
}

/*
 * A uprobe is a breakpoint that the kernel writes into a program's code, wherever it is told to: also into the middle of
 * an instruction, which is another one then. It also counts in the program's memory, wherever it is told to. So only who
 * may call bpf(), as tracers that are listed, may have one; the kernel's own way by bpf() asks gate_bpf. The event is
 * there before this is asked, and taken back then: what it did to the gate's processes is_probed() knows.
 */
static __always_inline int judge_probe(enum gate_hook hook)
{
	if (!PROTECTS(GATE_PROTECT_PROBES) || may_call(bpf_get_current_task_btf()))
		return 0;
	return refuse(hook, 0, GATE_PROBED_CODE);
}

SEC("?lsm/perf_event_alloc")
int BPF_PROG(gate_probe, struct perf_event *event)
{
	return event->attr.type == gate_uprobe_type ? judge_probe(GATE_HOOK_PERF_EVENT) : 0;
}

/*
 * /proc/PID/mem writes to code, too. Others' asks gate_ptrace, one's own, and that of who shares the memory, asks
 * nobody; so a listed process that opens any for writing is not trusted any more.
 *
 * ftrace_enabled, of /proc/sys/kernel, takes all that is attached to the kernel's functions out of their way, and BPF
 * programs with it: nobody gets to write there. uprobe_events and dynamic_events, of tracefs, define uprobes.
 */
SEC("?lsm/file_open")
int BPF_PROG(gate_open, struct file *file)
{
	unsigned long magic = file->f_inode->i_sb->s_magic;

	if (!(file->f_mode & FMODE_WRITE) || (magic != PROC_SUPER_MAGIC && magic != TRACEFS_MAGIC))
		return 0;
	struct dentry *entry = file->f_path.dentry;
	int kind;

	if (bpf_core_field_exists(entry->d_iname))
		kind = file_by_iname(entry, magic);
	else
		kind = file_by_shortname((const struct dentry___6_14 *)entry, magic);
	switch (kind) {
	case FILE_MEMORY: {
		struct gate_process *process = process_of(bpf_get_current_task_btf()->mm);

		if (process)
			judge(process, GATE_OPENED_MEMORY);
		return 0;
	}
	case FILE_OFF_SWITCH:
		return PROTECTS(GATE_PROTECT_OFF_SWITCH) ? refuse(GATE_HOOK_OPEN, 0, GATE_OFF_SWITCH) : 0;
	case FILE_PROBES:
		return judge_probe(GATE_HOOK_OPEN);
	}
	return 0;
}
