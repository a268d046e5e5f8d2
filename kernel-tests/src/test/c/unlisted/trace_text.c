/* Changes the code of a running listed program with ptrace(), and lets it go. The twin starts it and does nothing. */
#include "victim.h"

#include <sys/ptrace.h>

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	struct victim victim = start_victim(argv[2], NULL);

	read_greeting(&victim);
	if (attack) {
		may_or_kill(&victim, ptrace(PTRACE_ATTACH, victim.pid, NULL, NULL), "PTRACE_ATTACH");
		need(waitpid(victim.pid, NULL, 0), "waitpid");
		errno = 0;
		long code = ptrace(PTRACE_PEEKTEXT, victim.pid, victim.spare, NULL);

		need(errno ? -1 : 0, "PTRACE_PEEKTEXT");
		code = (code & ~0xff00L) | 42 << 8;
		need(ptrace(PTRACE_POKETEXT, victim.pid, victim.spare, code), "PTRACE_POKETEXT");
		need(ptrace(PTRACE_DETACH, victim.pid, NULL, NULL), "PTRACE_DETACH");
	}
	tell(&victim, attack ? "changed" : "spare");
	end_as(&victim);
}
