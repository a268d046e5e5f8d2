/* Listed code in the place of other listed code; the twin moves data. */
#include "attack.h"

SPARE_CODE(one)
SPARE_CODE(other)

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	void *data = need_memory(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");
	void *from = attack ? one : data, *to = attack ? other : (char *)data + PAGE;

	need_memory(mremap(from, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to), "mremap");
	end_by_bpf();
}
