/* A program that calls bpf(), and nothing else: with `wait` in place of `twin`, when it is told to by a line. */
#include "attack.h"

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "wait") == 0) {
		printf("ready\n");
		fflush(stdout);
		if (getchar() == EOF)
			end(ERROR, "nobody told me to");
	}
	end_by_bpf();
}
