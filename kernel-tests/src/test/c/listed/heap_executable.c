/* A personality makes the heap executable, and is dropped before bpf() is called. */
#include "attack.h"

#include <sys/personality.h>

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);

	need(personality(attack ? READ_IMPLIES_EXEC : 0), "personality");
	char *old = sbrk(0);

	need(syscall(SYS_brk, old + 64 * PAGE) == (long)(old + 64 * PAGE) ? 0 : -1, "brk");
	need(personality(0), "personality");
	end_by_bpf();
}
