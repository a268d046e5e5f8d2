/* Executable memory that is gone before bpf() is called. */
#include "attack.h"

int main(int argc, char **argv)
{
	int protection = PROT_READ | (is_attack(argc, argv) ? PROT_EXEC : 0);
	void *memory = need_memory(mmap(NULL, PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");

	need(munmap(memory, PAGE), "munmap");
	end_by_bpf();
}
