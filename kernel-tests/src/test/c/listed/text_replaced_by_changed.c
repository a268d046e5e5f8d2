/* A changed copy of its own code, moved over the code while it is data, and made executable there. */
#include "attack.h"

SPARE_CODE(spare)

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	int file = need(open("/proc/self/exe", O_RDONLY), "open");
	char *copy = need_memory(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0), "mmap");

	if (attack) {
		memset(copy, 0xc3, PAGE);
		need_memory(mremap(copy, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, spare), "mremap");
		need(mprotect(spare, PAGE, PROT_READ | PROT_EXEC), "mprotect");
	}
	end_by_bpf();
}
