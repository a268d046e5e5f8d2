/* For programs without the C library. */
#pragma once

#include "attack.h"

static inline long ask(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
	return result;
}

/* Calls bpf() and ends as that did. */
__attribute__((noreturn)) static inline void end_bare(void)
{
	uint32_t attributes[32];
	long error, verdict;

	for (int i = 0; i < 32; i++)
		((volatile uint32_t *)attributes)[i] = 0;
	error = ask(SYS_bpf, BPF_PROG_GET_NEXT_ID, (long)attributes, sizeof(attributes));
	verdict = error == 0 || error == -ENOENT ? GRANTED : error == -EPERM ? DENIED : ERROR;
	ask(SYS_write, 1, (long)(verdict == GRANTED ? "GRANTED\n" : verdict == DENIED ? "DENIED \n" : "ERROR  \n"), 8);
	for (;;)
		ask(SYS_exit_group, verdict, 0, 0);
}
