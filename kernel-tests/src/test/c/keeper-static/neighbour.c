/*
 * A neighbour's ways into another process: `neighbour attack PID`. GRANTED names the first that is open. The twin goes
 * them all with a child of its own, which nobody protects.
 */
#include "attack.h"
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

static int open_ways;

static void tried(const char *what, long result)
{
	dprintf(1, "%s: %s\n", what, result < 0 ? strerror(errno) : "open");
	if (result >= 0)
		open_ways++;
	else if (errno != EPERM && errno != EACCES)
		end(ERROR, "%s: %s", what, strerror(errno));
}

/* The address of something that is mapped writable: the stack's end. */
static unsigned long writable_address(pid_t process)
{
	char path[64], line[512];
	unsigned long from, address = 0;

	snprintf(path, sizeof(path), "/proc/%d/maps", process);
	FILE *maps = fopen(path, "r");

	while (maps && fgets(line, sizeof(line), maps))
		if (strstr(line, " rw-p ") && sscanf(line, "%lx-", &from) == 1)
			address = from;
	if (!maps || !address)
		end(ERROR, "%s: no writable memory", path);
	fclose(maps);
	return address;
}

static void memory(pid_t process, unsigned long address)
{
	char path[64], byte;

	snprintf(path, sizeof(path), "/proc/%d/mem", process);
	int file = open(path, O_RDWR);

	tried("open of mem", file);
	if (file >= 0)
		tried("read of mem", pread(file, &byte, 1, address));

	struct iovec here = { &byte, 1 }, there = { (void *)address, 1 };

	byte = 0;
	tried("process_vm_readv", process_vm_readv(process, &here, 1, &there, 1, 0));
	tried("process_vm_writev", process_vm_writev(process, &here, 1, &there, 1, 0));
}

static void all(pid_t process)
{
	memory(process, writable_address(process));
	int descriptor = syscall(SYS_pidfd_open, process, 0);

	tried("pidfd_getfd", syscall(SYS_pidfd_getfd, descriptor, 1, 0));
	tried("seize", ptrace(PTRACE_SEIZE, process, 0, 0));
	if (open_ways == 0)
		tried("attach", ptrace(PTRACE_ATTACH, process, 0, 0));
}

int main(int count, char **arguments)
{
	if (count != 3)
		end(ERROR, "attack or twin, and PID are needed");
	if (strcmp(arguments[1], "twin") == 0) {
		pid_t child = fork();

		if (child == 0) {
			pause();
			_exit(0);
		}
		all(child);
		kill(child, SIGKILL);
		end(open_ways == 6 ? GRANTED : DENIED, "%d ways are open", open_ways);
	}
	all(atoi(arguments[2]));
	end(open_ways ? GRANTED : STOPPED, "%d ways are open", open_ways);
}
