/* What attackers know of listed-static/victim.c, and what they share: its addresses, sent in its first line. */
#pragma once

#include "attack.h"

#include <signal.h>

struct victim {
	pid_t pid;
	FILE *in, *out;
	unsigned long spare;  /* code that returns 1, unless someone changes it */
	unsigned long forced; /* code that nobody calls: calls bpf() and ends with the verdict */
	unsigned long next;   /* a variable: the function that is called next */
	int descriptor;       /* of a map */
};

static inline void read_greeting(struct victim *victim)
{
	if (fscanf(victim->out, "ready %lx %lx %lx %d", &victim->spare, &victim->forced, &victim->next,
		   &victim->descriptor) != 4)
		end(ERROR, "the victim did not start");
}

/* Starts the victim; `prepare` is run in the child before it executes. */
static inline struct victim start_victim(const char *path, void (*prepare)(void))
{
	int in[2], out[2];

	need(pipe(in), "pipe");
	need(pipe(out), "pipe");
	struct victim victim = { .pid = need(fork(), "fork"), .in = fdopen(in[1], "w"), .out = fdopen(out[0], "r") };

	if (victim.pid == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		if (prepare)
			prepare();
		execl(path, path, "wait", NULL);
		end(ERROR, "%s: %s", path, strerror(errno));
	}
	close(in[0]);
	close(out[1]);
	return victim;
}

static inline void tell(struct victim *victim, const char *word)
{
	fprintf(victim->in, "%s\n", word);
	fflush(victim->in);
}

/* Passes on how the victim ends. */
__attribute__((noreturn)) static inline void end_as(struct victim *victim)
{
	char line[200] = "ERROR the victim said nothing";
	int status;

	fscanf(victim->out, "\n");
	if (!fgets(line, sizeof(line), victim->out))
		strcpy(line, "ERROR the victim said nothing\n");
	need(waitpid(victim->pid, &status, 0), "waitpid");
	dprintf(1, "%s", line);
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : ERROR);
}

/* Ends the victim, so that it does not outlive a refused attack. */
static inline void may_or_kill(struct victim *victim, long result, const char *step)
{
	int error = errno;

	if (result == -1) {
		kill(victim->pid, SIGKILL);
		waitpid(victim->pid, NULL, 0);
	}
	errno = error;
	may(result, step);
}
