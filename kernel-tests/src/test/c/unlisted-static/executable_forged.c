/*
 * With its code in memory that is no file, and its own file mappings gone, names a listed file (its third argument) as
 * its executable: by PR_SET_MM_EXE_FILE, or with a fourth argument by PR_SET_MM_MAP. The twin executes that file.
 */
#include "attack.h"

#include <linux/prctl.h>
#include <sys/prctl.h>

struct plan {
	struct prctl_mm_map map;
	unsigned long file, start, size, by_map;
	uint32_t attributes[32];
	char stopped[8], granted[8], denied[8];
};

#define STUB __attribute__((section("stub"), always_inline)) static inline

STUB long ask(long number, long a, long b, long c, long d, long e)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
			 : "rcx", "r11", "memory");
	return result;
}

/* Copied elsewhere before it runs: refers to nothing but its argument. */
__attribute__((section("stub"), noinline, noreturn, optimize("no-stack-protector"))) static void run(struct plan *plan)
{
	long status, error;

	ask(SYS_munmap, (long)plan->start, (long)plan->size, 0, 0, 0);
	if (plan->by_map)
		error = ask(SYS_prctl, PR_SET_MM, PR_SET_MM_MAP, (long)&plan->map, sizeof(plan->map), 0);
	else
		error = ask(SYS_prctl, PR_SET_MM, PR_SET_MM_EXE_FILE, (long)plan->file, 0, 0);
	if (error == -EPERM) {
		ask(SYS_write, 1, (long)plan->stopped, 8, 0, 0);
		status = STOPPED;
	} else if (error) {
		status = ERROR;
	} else {
		error = ask(SYS_bpf, BPF_PROG_GET_NEXT_ID, (long)plan->attributes, sizeof(plan->attributes), 0, 0);
		status = error == 0 ? GRANTED : error == -EPERM ? DENIED : ERROR;
		if (status != ERROR)
			ask(SYS_write, 1, (long)(status == GRANTED ? plan->granted : plan->denied), 8, 0, 0);
	}
	for (;;)
		ask(SYS_exit_group, status, 0, 0, 0, 0);
}

extern char __executable_start[], _end[], __start_stub[], __stop_stub[];

/* The kernel keeps what it is given only if it looks like a program's memory: the present one's, minus the heap. */
static void describe(struct prctl_mm_map *map, char *stack)
{
	map->start_code = map->start_data = (uint64_t)(uintptr_t)stack;
	map->end_code = map->end_data = map->start_code + 1;
	map->start_brk = map->brk = (uint64_t)(uintptr_t)stack + 64 * PAGE;
	map->start_stack = map->arg_start = map->arg_end = map->env_start = map->env_end = (uint64_t)(uintptr_t)stack;
}

int main(int argc, char **argv)
{
	if (!is_attack(argc, argv)) {
		execl(argv[2], argv[2], NULL);
		end(ERROR, "%s: %s", argv[2], strerror(errno));
	}
	size_t size = (size_t)(__stop_stub - __start_stub);
	char *memory = need_memory(mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
				   "mmap");
	struct plan *plan = (struct plan *)(memory + 32 * PAGE);

	memcpy(memory, __start_stub, size);
	plan->file = need(open(argv[2], O_RDONLY), "open");
	plan->start = (unsigned long)page_of(__executable_start);
	plan->size = ((unsigned long)_end - plan->start + PAGE - 1) & ~(unsigned long)(PAGE - 1);
	plan->by_map = argc > 3;
	memcpy(plan->stopped, "STOPPED\n", 8);
	memcpy(plan->granted, "GRANTED\n", 8);
	memcpy(plan->denied, "DENIED \n", 8);
	describe(&plan->map, memory);
	plan->map.exe_fd = (uint32_t)plan->file;
	void (*copy)(struct plan *) = (void (*)(struct plan *))(memory + ((char *)run - __start_stub));

	copy(plan);
}
