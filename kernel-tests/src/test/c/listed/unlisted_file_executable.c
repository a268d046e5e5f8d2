/* Maps its third argument, a file: as code, or as data. */
#include "attack.h"

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	int file = need(open(argv[2], O_RDONLY), "open");

	need_memory(mmap(NULL, PAGE, PROT_READ | (attack ? PROT_EXEC : 0), MAP_PRIVATE, file, 0), "mmap");
	end_by_bpf();
}
