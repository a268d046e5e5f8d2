/* Changes the code of a running listed program through /proc/PID/mem. */
#include "victim.h"

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	struct victim victim = start_victim(argv[2], NULL);

	read_greeting(&victim);
	if (attack) {
		char path[64], code = 42;

		snprintf(path, sizeof(path), "/proc/%d/mem", victim.pid);
		int file = open(path, O_RDWR);

		may_or_kill(&victim, file, "open");
		may_or_kill(&victim, pwrite(file, &code, 1, (off_t)(victim.spare + 1)), "write");
	}
	tell(&victim, attack ? "changed" : "spare");
	end_as(&victim);
}
