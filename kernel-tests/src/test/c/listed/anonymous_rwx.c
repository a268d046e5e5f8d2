#include "attack.h"

int main(int argc, char **argv)
{
	int protection = PROT_READ | PROT_WRITE | (is_attack(argc, argv) ? PROT_EXEC : 0);

	need_memory(mmap(NULL, PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");
	end_by_bpf();
}
