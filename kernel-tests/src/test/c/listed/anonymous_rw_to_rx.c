#include "attack.h"

int main(int argc, char **argv)
{
	char *memory = need_memory(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");

	memory[0] = (char)0xc3;
	need(mprotect(memory, PAGE, PROT_READ | (is_attack(argc, argv) ? PROT_EXEC : 0)), "mprotect");
	end_by_bpf();
}
