/* The 32-bit system call: as a program nobody listed. The twin executes its third argument, which is listed. */
#include "attack.h"

int main(int argc, char **argv)
{
	if (!is_attack(argc, argv)) {
		execl(argv[2], argv[2], NULL);
		end(ERROR, "%s: %s", argv[2], strerror(errno));
	}
	uint32_t *low = need_memory(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0),
				    "mmap");
	int result;

	__asm__ volatile("int $0x80" : "=a"(result) : "a"(357), "b"(BPF_PROG_GET_NEXT_ID), "c"(low), "d"(128) : "memory");
	if (result == 0 || result == -ENOENT)
		end(GRANTED, "bpf");
	end(result == -EPERM ? DENIED : ERROR, "bpf: %d", result);
}
