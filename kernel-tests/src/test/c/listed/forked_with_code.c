/* Makes memory executable and forks: the child has it, too. The twin's child executes the program again, without it. */
#include "attack.h"

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv), status;

	if (argc > 2)
		end_by_bpf();
	need_memory(mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");
	if (need(fork(), "fork") == 0) {
		if (!attack)
			execl(argv[0], argv[0], "twin", "again", NULL);
		end_by_bpf();
	}
	need(wait(&status), "wait");
	return WIFEXITED(status) ? WEXITSTATUS(status) : ERROR;
}
