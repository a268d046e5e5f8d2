#include "attack.h"

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	int file = need(memfd_create("code", 0), "memfd_create");

	need(ftruncate(file, PAGE), "ftruncate");
	need_memory(mmap(NULL, PAGE, PROT_READ | (attack ? PROT_EXEC : 0), MAP_SHARED, file, 0), "mmap");
	end_by_bpf();
}
