/* Its own code: made writable, changed, made executable again. */
#include "attack.h"

SPARE_CODE(spare)

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);

	need(mprotect(spare, PAGE, PROT_READ | (attack ? PROT_WRITE : 0)), "mprotect");
	if (attack)
		spare[1] = 42; /* mov $42, %eax */
	need(mprotect(spare, PAGE, PROT_READ | PROT_EXEC), "mprotect back");
	if (call_code(spare) != (attack ? 42 : 1))
		end(ERROR, "the code did not change");
	end_by_bpf();
}
