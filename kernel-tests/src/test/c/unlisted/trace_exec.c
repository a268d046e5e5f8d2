/* Traces from before the listed program is executed, and lets it go when its code was changed. */
#include "victim.h"

#include <sys/ptrace.h>

static void ask_for_it(void)
{
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	struct victim victim = start_victim(argv[2], attack ? ask_for_it : NULL);

	if (attack) {
		need(waitpid(victim.pid, NULL, 0), "waitpid");
		need(ptrace(PTRACE_DETACH, victim.pid, NULL, NULL), "PTRACE_DETACH");
	}
	read_greeting(&victim);
	tell(&victim, "spare");
	end_as(&victim);
}
