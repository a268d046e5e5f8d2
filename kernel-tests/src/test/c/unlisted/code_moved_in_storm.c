/*
 * Runs a listed program that moves its code while others have the kernel move memory on the same processor: what is
 * attached to that function is passed over where another task was preempted in it. Longer in it, and preempted more
 * often, by the settings of the kernel that the attack is run with.
 */
#include "attack.h"

#include <sched.h>
#include <signal.h>

enum { STORMS = 3 };

__attribute__((noreturn)) static void move_forever(void)
{
	char *from = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), *to = from + PAGE;

	for (;;) {
		char *next = from;

		if (mremap(from, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to) == MAP_FAILED)
			_exit(ERROR);
		from = to;
		to = next;
	}
}

static int run(const char *program, const char *how)
{
	int status;
	pid_t child = need(fork(), "fork");

	if (child == 0) {
		execl(program, program, how, NULL);
		_exit(ERROR);
	}
	need(waitpid(child, &status, 0), "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : ERROR;
}

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv), counts[ERROR + 1] = { 0 }, times = atoi(argv[3]);
	pid_t storms[STORMS];
	cpu_set_t only;

	CPU_ZERO(&only);
	CPU_SET(0, &only);
	need(sched_setaffinity(0, sizeof(only), &only), "sched_setaffinity");
	for (int i = 0; i < STORMS; i++)
		if ((storms[i] = need(fork(), "fork")) == 0)
			move_forever();
	for (int i = 0; i < times; i++)
		counts[run(argv[2], attack ? "attack" : "twin") & 3]++;
	for (int i = 0; i < STORMS; i++)
		kill(storms[i], SIGKILL);
	int verdict = counts[ERROR] ? ERROR : counts[GRANTED] ? GRANTED : DENIED;

	end(verdict, "%d of %d granted", counts[GRANTED], times);
}
