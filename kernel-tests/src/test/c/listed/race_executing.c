/* While threads call bpf() all the time, another executes its third argument, which is what then calls. */
#include "attack.h"

#include <pthread.h>

static void *call(void *nothing)
{
	for (;;)
		call_bpf();
	return nothing;
}

static void *execute(void *path)
{
	usleep(1000);
	execl(path, path, NULL);
	end(ERROR, "%s: %s", (char *)path, strerror(errno));
}

int main(int argc, char **argv)
{
	pthread_t thread;

	is_attack(argc, argv);
	for (int i = 0; i < 4; i++)
		pthread_create(&thread, NULL, call, NULL);
	pthread_create(&thread, NULL, execute, argv[2]);
	pause();
}
