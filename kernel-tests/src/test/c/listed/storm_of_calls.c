/* Eight threads make as many calls as the third argument says; all of them have to end in the same way. */
#include "attack.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 8 };

static atomic_long let_through, refused, failed;
static long calls;

static void *call(void *nothing)
{
	for (long i = 0; i < calls / THREADS; i++) {
		int error = call_bpf();

		if (error == 0)
			let_through++;
		else if (error == EPERM)
			refused++;
		else
			failed++;
	}
	return nothing;
}

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	pthread_t threads[THREADS];

	calls = atol(argv[2]);
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, call, NULL);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	int wanted = attack ? let_through == 0 && failed == 0 : refused == 0 && failed == 0;

	end(failed ? ERROR : attack == wanted ? DENIED : GRANTED, "%ld let through, %ld refused, %ld failed", let_through,
	    refused, failed);
}
