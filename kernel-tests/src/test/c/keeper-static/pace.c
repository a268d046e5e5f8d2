/*
 * Calls bpf() so many times a second, or as often as it can, until the file that is named appears; then says how often it
 * was granted and denied: GRANTED if ever. `pace FILE RATE`.
 */
#include "attack.h"
#include <time.h>

enum { TICKS = 100, NANOS = 1000000000 };

/* Sleeps to the end of a tick. Who is late by more than that does not make up for it. */
static void wait_for(struct timespec *tick)
{
	struct timespec now;

	tick->tv_nsec += NANOS / TICKS;
	if (tick->tv_nsec >= NANOS) {
		tick->tv_nsec -= NANOS;
		tick->tv_sec++;
	}
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec > tick->tv_sec || (now.tv_sec == tick->tv_sec && now.tv_nsec > tick->tv_nsec))
		*tick = now;
	else
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, tick, NULL);
}

int main(int count, char **arguments)
{
	unsigned long granted = 0, denied = 0;
	struct timespec tick;

	if (count != 3)
		end(ERROR, "a file and a rate are needed");
	int calls = atoi(arguments[2]) / TICKS;

	clock_gettime(CLOCK_MONOTONIC, &tick);
	do {
		for (int i = 0; i < calls; i++) {
			int error = call_bpf();

			if (error == EPERM)
				denied++;
			else if (error == 0)
				granted++;
			else
				end(ERROR, "bpf: %s", strerror(error));
		}
		wait_for(&tick);
	} while (access(arguments[1], F_OK) != 0);
	end(granted ? GRANTED : DENIED, "%lu granted, %lu denied", granted, denied);
}
