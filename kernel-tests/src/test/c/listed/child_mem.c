/* A child that shares the memory opens /proc/PID/mem of its parent and changes its code. */
#include "attack.h"

#include <sched.h>
#include <signal.h>

SPARE_CODE(spare)

static int child(void *attack)
{
	char path[64], code = 42;

	snprintf(path, sizeof(path), "/proc/%d/mem", getppid());
	int file = open(path, attack ? O_RDWR : O_RDONLY);

	return file < 0 || (attack && pwrite(file, &code, 1, (off_t)(uintptr_t)(spare + 1)) != 1);
}

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv), status;
	char *stack = need_memory(mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");

	need(clone(child, stack + 64 * PAGE, CLONE_VM | SIGCHLD, attack ? stack : NULL), "clone");
	need(wait(&status), "wait");
	if (status)
		end(STOPPED, "open or write");
	if (call_code(spare) != (attack ? 42 : 1))
		end(ERROR, "the code did not change");
	end_by_bpf();
}
