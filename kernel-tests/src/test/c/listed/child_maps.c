/* A child that shares the memory makes some of it executable, and its parent calls bpf(). */
#include "attack.h"

#include <sched.h>
#include <signal.h>

static int child(void *attack)
{
	int protection = PROT_READ | (attack ? PROT_EXEC : 0);

	return mmap(NULL, PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv), status;
	char *stack = need_memory(mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");

	need(clone(child, stack + 64 * PAGE, CLONE_VM | SIGCHLD, attack ? stack : NULL), "clone");
	need(wait(&status), "wait");
	if (status)
		end(ERROR, "the child could not map");
	end_by_bpf();
}
