/*
 * What every attack program shares. Each is run as `PROGRAM attack [ARGUMENT...]`, and as `PROGRAM twin [...]`, which
 * does something as like it as a legitimate program may do. Its last line, and its exit status, say how it ended.
 *
 *   GRANTED   0  bpf() went through
 *   DENIED    1  bpf() answered EPERM
 *   STOPPED   2  a step before it was refused, with EPERM or EACCES
 *   ERROR     3  anything else: says nothing about the gate, and fails the test
 */
#pragma once

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum { GRANTED, DENIED, STOPPED, ERROR };
enum { PAGE = 4096, BPF_PROG_GET_NEXT_ID = 11 };

/* Past stdio, whose buffers an attack may have left in any state, and by _exit: nothing that runs at exit counts. */
__attribute__((noreturn, format(printf, 2, 3))) static inline void end(int verdict, const char *format, ...)
{
	static const char *const words[] = { "GRANTED", "DENIED", "STOPPED", "ERROR" };
	char what[200];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	dprintf(1, "%s %s\n", words[verdict], what);
	_exit(verdict);
}

/* One call that needs nothing and changes nothing; 0 if it was let through, or errno. */
static inline int call_bpf(void)
{
	uint32_t attributes[32] = { 0 };

	if (syscall(SYS_bpf, BPF_PROG_GET_NEXT_ID, attributes, sizeof(attributes)) == 0)
		return 0;
	return errno == ENOENT ? 0 : errno; /* no program is loaded */
}

__attribute__((noreturn)) static inline void end_by_bpf(void)
{
	int error = call_bpf();

	if (error != 0 && error != EPERM)
		end(ERROR, "bpf: %s", strerror(error));
	end(error ? DENIED : GRANTED, "bpf");
}

/* A step that the attack needs, and that the gate has nothing to do with. */
static inline long need(long result, const char *step)
{
	if (result == -1)
		end(ERROR, "%s: %s", step, strerror(errno));
	return result;
}

static inline void *need_memory(void *memory, const char *step)
{
	need(memory == MAP_FAILED ? -1 : 0, step);
	return memory;
}

/* A step that the gate may refuse. */
static inline long may(long result, const char *step)
{
	if (result == -1 && (errno == EPERM || errno == EACCES))
		end(STOPPED, "%s: %s", step, strerror(errno));
	return need(result, step);
}

static inline int is_attack(int argc, char **argv)
{
	if (argc < 2 || (strcmp(argv[1], "attack") != 0 && strcmp(argv[1], "twin") != 0))
		end(ERROR, "run as %s attack or %s twin", argv[0], argv[0]);
	return strcmp(argv[1], "attack") == 0;
}

/* The page that holds an address. */
static inline void *page_of(const void *address)
{
	return (void *)((uintptr_t)address & ~(uintptr_t)(PAGE - 1));
}

/* Code that does nothing and can be called, moved and changed: a page or more of its own. */
#define SPARE_CODE(name)                                                                                               \
	__asm__(".pushsection .text\n.balign 4096\n.globl " #name "\n" #name                                           \
		":\nmov $1, %eax\nret\n.balign 4096\n.popsection\n");                                                  \
	extern char name[];
static inline int call_code(const void *code)
{
	return ((int (*)(void))code)();
}
