/*
 * Takes from a process what limits can take and not end it by that, or gives it back: `limit PID lower`, `limit PID raise`.
 */
#include "attack.h"
#include <sys/resource.h>

int main(int count, char **arguments)
{
	static const int limits[] = { RLIMIT_NOFILE, RLIMIT_MEMLOCK, RLIMIT_NPROC };

	if (count != 3)
		return ERROR;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		rlim_t value = strcmp(arguments[2], "lower") == 0 ? 0 : limits[i] == RLIMIT_NOFILE ? 4096 : RLIM_INFINITY;
		struct rlimit limit = { value, limits[i] == RLIMIT_NOFILE ? 4096 : RLIM_INFINITY };

		need(prlimit(atoi(arguments[1]), limits[i], &limit, NULL), "prlimit");
	}
	return 0;
}
