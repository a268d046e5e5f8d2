/* Traces a process until it is killed: `seize PID`, every thread that is there at first; hinders none. */
#include "attack.h"
#include <dirent.h>
#include <sys/ptrace.h>

static void seize_all(pid_t process)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/task", process);
	DIR *threads = opendir(path);

	if (!threads)
		end(ERROR, "%s: %s", path, strerror(errno));
	for (struct dirent *thread; (thread = readdir(threads));)
		if (thread->d_name[0] != '.' && ptrace(PTRACE_SEIZE, atoi(thread->d_name), 0, 0) < 0 && errno != ESRCH)
			end(ERROR, "thread %s: %s", thread->d_name, strerror(errno));
	closedir(threads);
}

int main(int count, char **arguments)
{
	int status;
	pid_t thread;

	if (count != 2)
		end(ERROR, "PID is needed");
	seize_all(atoi(arguments[1]));
	dprintf(1, "tracing\n");
	for (;;) {
		thread = waitpid(-1, &status, __WALL);
		if (thread < 0)
			pause();
		if (WIFSTOPPED(status))
			ptrace(PTRACE_CONT, thread, 0, status >> 16 ? 0 : WSTOPSIG(status));
	}
}
