/* Sets nothing but the registers of a running listed program, and lets it go. */
#include "victim.h"

#include <sys/ptrace.h>
#include <sys/user.h>

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	struct victim victim = start_victim(argv[2], NULL);

	read_greeting(&victim);
	if (attack) {
		struct user_regs_struct registers;

		may_or_kill(&victim, ptrace(PTRACE_SEIZE, victim.pid, NULL, NULL), "PTRACE_SEIZE");
		need(ptrace(PTRACE_INTERRUPT, victim.pid, NULL, NULL), "PTRACE_INTERRUPT");
		need(waitpid(victim.pid, NULL, 0), "waitpid");
		need(ptrace(PTRACE_GETREGS, victim.pid, NULL, &registers), "PTRACE_GETREGS");
		registers.rip = victim.forced;
		registers.rsp = (registers.rsp - 1024) & ~15UL;
		registers.rsp -= 8;
		registers.orig_rax = -1UL;
		need(ptrace(PTRACE_SETREGS, victim.pid, NULL, &registers), "PTRACE_SETREGS");
		need(ptrace(PTRACE_DETACH, victim.pid, NULL, NULL), "PTRACE_DETACH");
	} else {
		tell(&victim, "spare");
	}
	end_as(&victim);
}
