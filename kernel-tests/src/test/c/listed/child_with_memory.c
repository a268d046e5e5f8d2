/* A process that shares a listed process's memory calls bpf(); the twin is one that has a copy of it. */
#include "attack.h"

#include <sched.h>
#include <signal.h>

static int child(void *nothing)
{
	(void)nothing;
	end_by_bpf();
}

int main(int argc, char **argv)
{
	int status, flags = is_attack(argc, argv) ? CLONE_VM : 0;
	char *stack = need_memory(mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");

	need(clone(child, stack + 64 * PAGE, flags | SIGCHLD, NULL), "clone");
	need(wait(&status), "wait");
	return WIFEXITED(status) ? WEXITSTATUS(status) : ERROR;
}
