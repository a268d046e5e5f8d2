/* Executes the third argument, a listed file, from its copy in memory; the twin executes the file itself. */
#include "attack.h"

#include <sys/sendfile.h>

extern char **environ;

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	int file = need(open(argv[2], O_RDONLY), "open");
	char *const arguments[] = { argv[2], NULL };

	if (attack) {
		int copy = need(memfd_create("copy", 0), "memfd_create");

		while (need(sendfile(copy, file, NULL, 1 << 20), "sendfile") > 0)
			;
		file = copy;
	}
	need(fexecve(file, arguments, environ), "fexecve");
}
