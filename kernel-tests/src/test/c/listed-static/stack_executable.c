// gcc: -nostdlib -fno-stack-protector -z execstack
/*
 * Linked to have an executable stack, which the kernel makes without asking anyone; and without the C library, which
 * would ask again. There is no twin of the same file.
 */
#include "attack.h"
#include "bare.h"

__attribute__((noreturn)) void _start(void)
{
	end_bare();
}
