/*
 * Opens every map that comes, by its id, and keeps it, until the file that is named appears: `grab_maps FILE`.
 */
#include "attack.h"

enum { MAP_GET_NEXT_ID = 12, MAP_GET_FD_BY_ID = 14 };

int main(int count, char **arguments)
{
	uint32_t id = 0;
	int grabbed = 0;

	if (count != 2)
		end(ERROR, "a file is needed");
	while (access(arguments[1], F_OK) != 0) {
		uint32_t next[4] = { id };

		if (syscall(SYS_bpf, MAP_GET_NEXT_ID, next, sizeof(next)) != 0)
			continue;
		id = next[1];
		uint32_t get[4] = { id };

		if (syscall(SYS_bpf, MAP_GET_FD_BY_ID, get, sizeof(get)) >= 0)
			grabbed++;
	}
	end(grabbed ? GRANTED : DENIED, "%d maps", grabbed);
}
