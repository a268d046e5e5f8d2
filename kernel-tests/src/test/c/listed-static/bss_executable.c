// gcc: -nostdlib -fno-stack-protector
/*
 * Linked to have executable memory that no file fills, which the kernel makes without asking anyone. There is no twin
 * of the same file.
 */
#include "attack.h"
#include "bare.h"

__asm__(".pushsection .code_at_run_time,\"awx\",@nobits\n.globl room\nroom:\n.zero 8192\n.popsection\n");
extern volatile unsigned char room[];

__attribute__((noreturn)) void _start(void)
{
	room[PAGE] = 0xc3; /* ret */
	((void (*)(void))(uintptr_t)(room + PAGE))();
	end_bare();
}
