/*
 * Takes a map out of a listed program that was killed: it gives up its memory, by which it is known, before it closes
 * its files. Tried often, as that takes a moment only.
 */
#include "victim.h"

enum { TRIES = 60 };

static void rob(const struct victim *victim)
{
	int process = need(syscall(SYS_pidfd_open, victim->pid, 0), "pidfd_open"), taken;

	need(kill(victim->pid, SIGKILL), "kill");
	do
		taken = syscall(SYS_pidfd_getfd, process, victim->descriptor, 0);
	while (taken < 0 && errno == EPERM && syscall(SYS_kill, victim->pid, 0) == 0 &&
	       waitpid(victim->pid, NULL, WNOHANG) == 0);
	if (taken >= 0)
		end(GRANTED, "pidfd_getfd");
	close(process);
	waitpid(victim->pid, NULL, 0);
	fclose(victim->in);
	fclose(victim->out);
}

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);

	for (int i = 0; i < TRIES; i++) {
		struct victim victim = start_victim(argv[2], NULL);

		read_greeting(&victim);
		if (victim.descriptor < 0)
			end(ERROR, "the victim has no map");
		if (!attack) {
			tell(&victim, "spare");
			end_as(&victim);
		}
		rob(&victim);
	}
	end(STOPPED, "pidfd_getfd, %d times", TRIES);
}
