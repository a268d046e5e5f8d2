/* As heap_executable, by remap_file_pages(), which asks no security module on older kernels. */
#include "attack.h"

#include <sys/personality.h>

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	int file = need(memfd_create("code", 0), "memfd_create");

	need(ftruncate(file, 2 * PAGE), "ftruncate");
	char *memory = need_memory(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), "mmap");

	need(personality(attack ? READ_IMPLIES_EXEC : 0), "personality");
	need(remap_file_pages(memory, PAGE, 0, 1, 0), "remap_file_pages");
	need(personality(0), "personality");
	end_by_bpf();
}
