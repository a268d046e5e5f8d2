/* Changes a variable of a running listed program with process_vm_writev(). */
#include "victim.h"

#include <sys/uio.h>

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	struct victim victim = start_victim(argv[2], NULL);

	read_greeting(&victim);
	if (attack) {
		struct iovec from = { &victim.forced, sizeof(victim.forced) };
		struct iovec to = { (void *)victim.next, sizeof(victim.forced) };

		may_or_kill(&victim, process_vm_writev(victim.pid, &from, 1, &to, 1, 0), "process_vm_writev");
	}
	tell(&victim, attack ? "next" : "spare");
	end_as(&victim);
}
