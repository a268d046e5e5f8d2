/* Its own code through /proc/self/mem, which is never asked about one's own memory. The twin only reads. */
#include "attack.h"

SPARE_CODE(spare)

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	int file = may(open("/proc/self/mem", attack ? O_RDWR : O_RDONLY), "open");
	char code = 42;

	if (attack)
		may(pwrite(file, &code, 1, (off_t)(uintptr_t)(spare + 1)), "write");
	else
		need(pread(file, &code, 1, (off_t)(uintptr_t)(spare + 1)), "read");
	if (call_code(spare) != (attack ? 42 : 1))
		end(ERROR, "the code did not change");
	end_by_bpf();
}
