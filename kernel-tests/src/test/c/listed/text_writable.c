/* Its own code made writable without ceasing to be executable. */
#include "attack.h"

SPARE_CODE(spare)

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);

	need(mprotect(spare, PAGE, PROT_READ | PROT_EXEC | (attack ? PROT_WRITE : 0)), "mprotect");
	if (attack)
		spare[1] = 42;
	end_by_bpf();
}
