/* Listed code in the place of other listed code; the twin moves data, and grows memory where it is. */
#include "attack.h"

SPARE_CODE(one)
SPARE_CODE(other)

/* The kernel looks for an address for this, too. */
static void grow_in_place(void)
{
	char *memory = need_memory(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");

	need(munmap(memory + PAGE, PAGE), "munmap");
	need_memory(mremap(memory, PAGE, 2 * PAGE, 0), "mremap in place");
}

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	void *data = need_memory(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");
	void *from = attack ? one : data, *to = attack ? other : (char *)data + PAGE;

	need_memory(mremap(from, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to), "mremap");
	if (!attack)
		grow_in_place();
	end_by_bpf();
}
