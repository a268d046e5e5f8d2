/*
 * Workers fork and execute, in turns, a listed program (the third argument) and one that is not (the fourth), as fast as
 * they can. The attack is for one of the unlisted to be let through, its twin for all of the listed to be.
 */
#include "attack.h"

enum { WORKERS = 4, ROUNDS = 15 };

static int run(const char *path)
{
	int status;
	pid_t child = need(vfork(), "vfork");

	if (child == 0) {
		execl(path, path, NULL);
		_exit(ERROR);
	}
	need(waitpid(child, &status, 0), "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : ERROR;
}

static int work(int attack, char **argv)
{
	int wrong = 0;

	dup2(open("/dev/null", O_WRONLY), 1);
	for (int i = 0; i < ROUNDS; i++) {
		int listed = run(argv[2]), unlisted = run(argv[3]);

		wrong |= attack ? unlisted != DENIED : listed != GRANTED;
	}
	return wrong;
}

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv), wrong = 0, status;

	for (int i = 0; i < WORKERS; i++) {
		if (need(fork(), "fork") == 0)
			_exit(work(attack, argv));
	}
	for (int i = 0; i < WORKERS; i++) {
		need(wait(&status), "wait");
		wrong |= status;
	}
	if (attack)
		end(wrong ? GRANTED : DENIED, "unlisted programs");
	end(wrong ? DENIED : GRANTED, "listed programs");
}
