/* Threads call bpf() all the time while another makes memory executable and unmaps it: none is let through after it. */
#include "attack.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 4, ROUNDS = 2000 };

static atomic_int mapped, done, let_through, refused;

static void *call(void *nothing)
{
	while (!done) {
		int before = mapped;
		int error = call_bpf();

		if (error == 0 && before)
			let_through++;
		if (error == EPERM)
			refused++;
	}
	return nothing;
}

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, call, NULL);
	for (int i = 0; i < ROUNDS; i++) {
		void *memory = need_memory(mmap(NULL, PAGE, PROT_READ | (attack ? PROT_EXEC : 0), MAP_PRIVATE | MAP_ANONYMOUS,
						-1, 0),
					   "mmap");
		mapped = 1;
		need(munmap(memory, PAGE), "munmap");
	}
	usleep(20000);
	done = 1;
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	if (let_through)
		end(attack || !refused ? GRANTED : ERROR, "%d calls let through, %d refused", let_through, refused);
	end(refused ? DENIED : ERROR, "%d refused", refused);
}
