/* As text_changed, by the other system call that changes protection. */
#include "attack.h"

SPARE_CODE(spare)

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);

	need(syscall(SYS_pkey_mprotect, spare, PAGE, PROT_READ | (attack ? PROT_WRITE : 0), -1), "pkey_mprotect");
	if (attack)
		spare[1] = 42;
	need(syscall(SYS_pkey_mprotect, spare, PAGE, PROT_READ | PROT_EXEC, -1), "pkey_mprotect back");
	end_by_bpf();
}
