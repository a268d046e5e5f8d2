/* Asks its parent to trace it. */
#include "attack.h"

#include <sys/ptrace.h>

int main(int argc, char **argv)
{
	if (is_attack(argc, argv))
		may(ptrace(PTRACE_TRACEME, 0, NULL, NULL), "PTRACE_TRACEME");
	end_by_bpf();
}
