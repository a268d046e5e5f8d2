/*
 * Runs its third argument, deletes it, puts its fourth in its place, and tells it to call bpf(): a program is what it
 * was when it was executed, whatever its path leads to now.
 */
#include "victim.h"

int main(int argc, char **argv)
{
	is_attack(argc, argv);
	struct victim victim = start_victim(argv[2], NULL);

	fscanf(victim.out, "ready");
	need(unlink(argv[2]), "unlink");
	need(link(argv[3], argv[2]), "link");
	tell(&victim, "go");
	end_as(&victim);
}
