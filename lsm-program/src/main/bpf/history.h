/*
 * What becomes code in a process that the gate trusts, from its exec on. The hooks run before the kernel does what
 * is asked, and never refuse it: a process that does what it should not is not trusted any more, for good. So there
 * is no race to win by unmapping, and processes that are not listed pay for a lookup that finds nothing.
 */
#pragma once

#include "digest.h"
#include "files.h"
#include "report.h"

/* Set by the keeper, for the program that a process executes next; the key is what that program will be. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct gate_identity);
	__type(value, __u32);
} gate_grants SEC(".maps");

/*
 * Whether a pointer is NULL, asked of its lower half. Some kernels (6.12) believe that a hook's pointer never is,
 * drop the question and read address 0: mmap_file has no file where execve maps page zero for the personality
 * MMAP_PAGE_ZERO. A copy of 32 bits is a number to them. A pointer with a lower half of 0 would pass for NULL,
 * which denies.
 */
static __always_inline bool is_null(const void *pointer)
{
	__u32 low;

	asm volatile("%0 = %1" : "=w"(low) : "w"((__u32)(__u64)pointer));
	return low == 0;
}

/* Most files have no digest, and this needs no memory to say so. */
static __always_inline enum gate_reason mapped_digest(struct file *file, struct gate_digest *digest)
{
	if (!(file->f_inode->i_flags & S_VERITY))
		return GATE_NO_VERITY;
	return file_digest(bpf_get_current_task_btf(), file, digest);
}

static __always_inline bool is_listed_executable(struct file *file, struct gate_digest *digest)
{
	return passes(mapped_digest(file, digest), digest, GATE_USE_EXECUTABLE);
}

static __always_inline void record_exec(struct task_struct *task, __u32 standing, const struct gate_digest *digest)
{
	if (task->ptrace)
		standing |= GATE_PROCESS_TRACED;
	struct gate_process *process = record(task, standing);

	if (!process)
		return;
	if (standing & GATE_PROCESS_LISTED) {
		process->files[0] = *digest;
		process->file_count = 1;
		process->reason = GATE_LISTED;
	}
}

/* Called when the new program's memory is there and its files are not mapped yet. */
SEC("?lsm/bprm_committed_creds")
int BPF_PROG(gate_exec, struct linux_binprm *program)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct gate_identity identity;
	struct gate_digest digest = {};
	__u32 standing = 0;

	identify(task, &identity);
	if (bpf_map_lookup_elem(&gate_grants, &identity)) {
		bpf_map_delete_elem(&gate_grants, &identity); /* which nobody will be again */
		standing |= GATE_PROCESS_GRANTED;
	}
	if (is_listed_executable(program->file, &digest))
		standing |= GATE_PROCESS_LISTED;
	if (standing)
		record_exec(task, standing, &digest);
	else
		forget(task->mm);
	return 0;
}

/*
 * A child with memory of its own begins with what its parent's memory was found to be. It does not run yet, and
 * what another thread of its parent maps from now on is not in its memory.
 */
SEC("?tp_btf/sched_process_fork")
int BPF_PROG(gate_fork, struct task_struct *parent, struct task_struct *child)
{
	if (child->mm == parent->mm)
		return 0;
	struct gate_process *from = process_of(parent->mm);

	if (!from || !(from->standing & GATE_PROCESS_LISTED)) {
		forget(child->mm);
		return 0;
	}
	struct gate_process *process = new_process(child->mm, from);

	if (!process) {
		gate_lost_children = true;
		return 0;
	}
	process->repeats = (struct gate_repeats){}; /* which its parent has */
	process->standing &= GATE_PROCESS_LISTED | GATE_PROCESS_TRACED | GATE_PROCESS_PROBED | GATE_PROCESS_MOVING;
	if (child->ptrace)
		process->standing |= GATE_PROCESS_TRACED;
	identify(child, &process->owner);
	return 0;
}

/* The end of a memory map, after which its address can be another's. */
SEC("?fentry/__mmdrop")
int BPF_PROG(gate_end, struct mm_struct *memory)
{
	forget(memory);
	return 0;
}

static __always_inline enum gate_reason mapped_code(struct gate_process *process, struct file *file)
{
	struct gate_digest digest = {};

	if (!passes(mapped_digest(file, &digest), &digest, GATE_USE_EXECUTABLE | GATE_USE_MAPPED))
		return GATE_UNLISTED_CODE;
	remember(process, &digest);
	return GATE_LISTED;
}

static __always_inline bool protects_from(enum gate_reason reason)
{
	switch (reason) {
	case GATE_LISTED:
		return false;
	case GATE_ANONYMOUS_CODE:
		return PROTECTS(GATE_PROTECT_ANONYMOUS);
	case GATE_WRITABLE_CODE:
		return PROTECTS(GATE_PROTECT_WRITABLE);
	case GATE_CHANGED_CODE:
		return PROTECTS(GATE_PROTECT_CHANGED);
	case GATE_READ_IS_EXECUTE:
		return PROTECTS(GATE_PROTECT_PERSONALITY);
	case GATE_MOVED_CODE:
		return PROTECTS(GATE_PROTECT_MOVED);
	case GATE_OPENED_MEMORY:
		return PROTECTS(GATE_PROTECT_MEMORY);
	default:
		return PROTECTS(GATE_PROTECT_FILES);
	}
}

static __always_inline void judge(struct gate_process *process, enum gate_reason reason)
{
	if (protects_from(reason))
		distrust(process, reason);
}

/*
 * `allowed` is what the memory will be; a personality can make that more than what was asked for. The dynamic loader
 * maps all of a library with MAP_DENYWRITE, which the kernel passes on and ignores: of a library that has no code it
 * would still run what its relocations and tables of functions say.
 */
SEC("?lsm/mmap_file")
int BPF_PROG(gate_mmap, struct file *file, unsigned long asked, unsigned long allowed, unsigned long flags)
{
	(void)asked;
	if (!(allowed & PROT_EXEC) && !(flags & MAP_DENYWRITE))
		return 0;
	struct gate_process *process = process_of(bpf_get_current_task_btf()->mm);

	if (!process)
		return 0;
	if (allowed & PROT_EXEC && allowed & PROT_WRITE)
		judge(process, GATE_WRITABLE_CODE);
	if (is_null(file) || !file) {
		if (allowed & PROT_EXEC)
			judge(process, GATE_ANONYMOUS_CODE);
		return 0;
	}
	judge(process, mapped_code(process, file));
	return 0;
}

/* Pages of a file that were written to belong to an anon_vma; a shared mapping of a file with a digest has none. */
SEC("?lsm/file_mprotect")
int BPF_PROG(gate_mprotect, struct vm_area_struct *area, unsigned long asked, unsigned long allowed)
{
	(void)asked;
	if (!(allowed & PROT_EXEC))
		return 0;
	struct gate_process *process = process_of(bpf_get_current_task_btf()->mm);

	if (!process)
		return 0;
	struct file *file = area->vm_file;

	if (allowed & PROT_WRITE)
		judge(process, GATE_WRITABLE_CODE);
	if (area->anon_vma)
		judge(process, file ? GATE_CHANGED_CODE : GATE_ANONYMOUS_CODE);
	else if (!file)
		judge(process, GATE_ANONYMOUS_CODE);
	else
		judge(process, mapped_code(process, file));
	return 0;
}

enum { NR_mremap_x86 = 25, NR_mremap_arm64 = 216, NR_mremap_32_bit = 163 };

enum { MREMAP_FIXED = 2, MREMAP_DONTUNMAP = 4 };

/*
 * Whether it is in an mremap() that can only move. Others grow in place where they can, for which the kernel looks for an
 * address as well. The numbers are, on the other machine, of system calls that do not.
 */
static __always_inline bool is_moving(struct task_struct *task)
{
	int number = system_call(task);
	bool is_32_bit = number == NR_mremap_32_bit;

	if (!is_32_bit && number != (bpf_core_field_exists(struct pt_regs, orig_ax) ? NR_mremap_x86 : NR_mremap_arm64))
		return false;
	return fourth_argument(task, is_32_bit) & (MREMAP_FIXED | MREMAP_DONTUNMAP);
}

/*
 * The kernel passes gate_move over on a processor where another task was preempted in it. So a move is noted here first,
 * where it passes nothing over, and struck out there; two that are noted in a row were not seen.
 */
static __always_inline void note_move(struct gate_process *process)
{
	if (__sync_fetch_and_or(&process->standing, GATE_PROCESS_MOVING) & GATE_PROCESS_MOVING)
		judge(process, GATE_MOVED_CODE);
}

/*
 * Asked when the kernel looks for an address, for brk() and remap_file_pages() too, which make memory executable under
 * this personality without a question of their own. It may be gone again when bpf() is called.
 */
SEC("?lsm/mmap_addr")
int BPF_PROG(gate_place)
{
	struct task_struct *task = bpf_get_current_task_btf();
	bool readable_is_executable = task->personality & READ_IMPLIES_EXEC, moves = is_moving(task);

	if (!readable_is_executable && !moves)
		return 0;
	struct gate_process *process = process_of(task->mm);

	if (!process)
		return 0;
	if (readable_is_executable)
		judge(process, GATE_READ_IS_EXECUTE);
	if (moves)
		note_move(process);
	return 0;
}

/*
 * The move of a mapping by mremap(), for which there is no hook. Older kernels pass the mapping itself. What is moved is
 * still listed: this is for those who would put one listed function in the place of another.
 */
SEC("?fentry/move_page_tables")
int gate_move(__u64 *arguments)
{
	struct gate_process *process = process_of(bpf_get_current_task_btf()->mm);
	unsigned long flags;

	if (!process)
		return 0;
	if (bpf_core_type_exists(struct pagetable_move_control))
		flags = ((struct pagetable_move_control *)arguments[0])->old->vm_flags;
	else
		flags = ((struct vm_area_struct *)arguments[0])->vm_flags;
	if (flags & VM_EXEC)
		judge(process, GATE_MOVED_CODE);
	__sync_fetch_and_and(&process->standing, ~GATE_PROCESS_MOVING);
	return 0;
}

/* An executable may ask for an executable stack, which the kernel makes without asking anyone. */
SEC("?fentry/setup_arg_pages")
int BPF_PROG(gate_stack, struct linux_binprm *program, unsigned long top, int executable)
{
	(void)program;
	(void)top;
	if (executable != EXSTACK_ENABLE_X)
		return 0;
	struct gate_process *process = process_of(bpf_get_current_task_btf()->mm);

	if (process)
		judge(process, GATE_ANONYMOUS_CODE);
	return 0;
}

/*
 * Memory of an executable's that no file fills, which may be executable by what the file says, without a question.
 * Older kernels pass flags, of which VM_EXEC alone may be set; later ones, whether it is executable.
 */
SEC("?fentry/vm_brk_flags")
int gate_brk(__u64 *arguments)
{
	struct gate_process *process = process_of(bpf_get_current_task_btf()->mm);

	if (process && arguments[2] & 0xff)
		judge(process, GATE_ANONYMOUS_CODE);
	return 0;
}

/*
 * A uprobe's breakpoint is written into a process's code, whoever asked for it: what that did stays when it is gone. Later
 * kernels pass the mapping. Should the kernel skip this one, gate_bpf still sees the breakpoints that are there.
 */
SEC("?fentry/set_swbp")
int gate_breakpoint(__u64 *arguments)
{
	struct mm_struct *memory;

	if (bpf_core_type_exists(struct pagetable_move_control)) /* which came with that */
		memory = ((struct vm_area_struct *)arguments[1])->vm_mm;
	else
		memory = (struct mm_struct *)arguments[1];
	struct gate_process *process = process_of(memory);

	if (process)
		__sync_fetch_and_or(&process->standing, GATE_PROCESS_PROBED);
	return 0;
}
