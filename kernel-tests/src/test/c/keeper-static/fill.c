/*
 * Takes room for processes in the gate as a user other than root: executes FILE COUNT times, and keeps the memory of each
 * by a descriptor after its end. Then says "filled" and waits to be ended. `fill FILE COUNT`.
 */
#include "attack.h"
#include <signal.h>
#include <sys/resource.h>

enum { NOBODY = 65534, MORE = 64 };

/* The end that closes when the program was executed. */
static int execute(int file, pid_t *child)
{
	char *arguments[] = { "loop", "/never", NULL }, *environment[] = { NULL };
	int executed[2];

	need(pipe2(executed, O_CLOEXEC), "pipe2");
	*child = need(fork(), "fork");
	if (*child == 0) {
		fexecve(file, arguments, environment);
		end(ERROR, "fexecve: %s", strerror(errno));
	}
	close(executed[1]);
	return executed[0];
}

static void keep_memory(int file)
{
	char path[40], nothing;
	pid_t child;
	int executed = execute(file, &child);

	need(read(executed, &nothing, 1), "read");
	close(executed);
	snprintf(path, sizeof(path), "/proc/%d/maps", child);
	need(open(path, O_RDONLY), path);
	need(kill(child, SIGKILL), "kill");
	need(waitpid(child, NULL, 0), "waitpid");
}

int main(int count, char **arguments)
{
	if (count != 3)
		end(ERROR, "a file and a count are needed");
	int times = atoi(arguments[2]), file = need(open(arguments[1], O_RDONLY | O_CLOEXEC), arguments[1]);
	struct rlimit most = { times + MORE, times + MORE };

	need(setrlimit(RLIMIT_NOFILE, &most), "setrlimit");
	need(setresuid(NOBODY, NOBODY, NOBODY), "setresuid");
	for (int i = 0; i < times; i++)
		keep_memory(file);
	dprintf(1, "filled\n");
	pause();
}
