/* Takes a map out of a running listed program with pidfd_getfd(). */
#include "victim.h"

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	struct victim victim = start_victim(argv[2], NULL);

	read_greeting(&victim);
	if (victim.descriptor < 0)
		end(ERROR, "the victim has no map");
	if (attack) {
		int process = need(syscall(SYS_pidfd_open, victim.pid, 0), "pidfd_open");

		may_or_kill(&victim, syscall(SYS_pidfd_getfd, process, victim.descriptor, 0), "pidfd_getfd");
		tell(&victim, "spare");
		end(GRANTED, "pidfd_getfd");
	}
	tell(&victim, "spare");
	end_as(&victim);
}
