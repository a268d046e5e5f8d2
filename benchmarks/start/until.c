/*
 * The milliseconds from the start of a command to a line of its output, and then ends the command.
 *
 *   until WORDS COMMAND...
 *
 * Exit 1, with what it printed, if it ends without such a line.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
	double start = milliseconds();
	int ends[2], seen = 0;
	char line[4096];
	pid_t child;
	FILE *output;

	if (argc < 3 || pipe(ends)) {
		fprintf(stderr, "usage: until WORDS COMMAND...\n");
		return 64;
	}
	child = fork();
	if (child == 0) {
		dup2(ends[1], 1);
		dup2(ends[1], 2);
		close(ends[0]);
		close(ends[1]);
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	close(ends[1]);
	output = fdopen(ends[0], "r");
	while (!seen && fgets(line, sizeof(line), output)) {
		seen = strstr(line, argv[1]) != NULL;
		if (!seen)
			fputs(line, stderr);
	}
	if (seen)
		printf("%.0f\n", milliseconds() - start);
	kill(child, SIGTERM);
	while (fgets(line, sizeof(line), output))
		;
	waitpid(child, NULL, 0);
	return seen ? 0 : 1;
}
