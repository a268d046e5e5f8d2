/*
 * A listed program on its way to the gate's own objects, by every way that it could get a descriptor of one:
 * `reach_own attack KEEPER PINS FUNCTION`, with the keeper's process, the folder of the pins (- for none) and the number of
 * security_bpf in the kernel's types. It says what it opened: GRANTED; or STOPPED. The twin does the same with a map,
 * a program and a pin of its own.
 */
#include "ring.h"
#include <dirent.h>
#include <sys/prctl.h>

enum {
	MAP_CREATE = 0, MAP_UPDATE = 2, PROG_LOAD = 5, OBJ_PIN = 6, OBJ_GET = 7, MAP_GET_NEXT_ID = 12,
	PROG_GET_FD_BY_ID = 13, MAP_GET_FD_BY_ID = 14, LINK_GET_FD_BY_ID = 30, LINK_GET_NEXT_ID = 31,
};
enum { ANY_PERMISSION = 0, READ_ONLY = 8, TRACING = 26, MODIFY_RETURN = 26 };

static int opened, refused;

static long bpf(int command, void *attributes, size_t size)
{
	return syscall(SYS_bpf, command, attributes, size);
}

static void note(const char *what, long number, long result)
{
	if (result < 0) {
		refused++;
		return;
	}
	opened++;
	dprintf(1, "opened: %s %ld\n", what, number);
}

static long by_id(int command, uint32_t id)
{
	uint32_t attributes[4] = { id };

	return bpf(command, attributes, sizeof(attributes));
}

static int all_ids(const char *what, int next, int get)
{
	uint32_t id = 0, attributes[4], found = 0;

	for (;;) {
		memset(attributes, 0, sizeof(attributes));
		attributes[0] = id;
		if (bpf(next, attributes, sizeof(attributes)) != 0)
			break;
		id = attributes[1];
		found++;
		note(what, id, by_id(get, id));
	}
	return found;
}

static long object(int command, const char *path, uint32_t fd, uint32_t flags)
{
	struct {
		uint64_t path;
		uint32_t fd, flags;
	} attributes = { (uintptr_t)path, fd, flags };

	return bpf(command, &attributes, sizeof(attributes));
}

static int all_pins(const char *folder)
{
	DIR *pins = opendir(folder);
	struct dirent *entry;
	char path[512];
	int found = 0;

	while (pins && (entry = readdir(pins))) {
		if (entry->d_name[0] == '.')
			continue;
		found++;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		note(path, 0, object(OBJ_GET, path, 0, ANY_PERMISSION));
		note(path, READ_ONLY, object(OBJ_GET, path, 0, READ_ONLY));
		note(path, -1, open(path, O_RDONLY));
		note(path, -2, by_ring(IORING_OP_OPENAT, path, NULL));
	}
	return found;
}

static void all_descriptors(pid_t keeper)
{
	int process = syscall(SYS_pidfd_open, keeper, 0);
	char path[64];

	for (int fd = 0; fd < 128; fd++) {
		note("descriptor of the keeper", fd, syscall(SYS_pidfd_getfd, process, fd, 0));
		snprintf(path, sizeof(path), "/proc/%d/fd/%d", keeper, fd);
		char target[128] = "";

		if (readlink(path, target, sizeof(target) - 1) > 0 && strstr(target, "bpf"))
			note(target, fd, open(path, O_RDWR));
	}
}

/* return 1, or for another function than the gate's, as the twin, return 0 */
static long override(uint32_t function, int answer)
{
	static char log[65536];
	uint64_t code[] = { 0x00000000000000b7 | (uint64_t)answer << 32, 0x95 };
	uint32_t attributes[32] = { TRACING, 2 };
	uint64_t pointers[] = { (uintptr_t)code, (uintptr_t)"GPL" };

	memcpy(attributes + 2, pointers, sizeof(pointers));
	attributes[6] = 1;
	attributes[7] = sizeof(log);
	uint64_t address = (uintptr_t)log;

	memcpy(attributes + 8, &address, 8);
	attributes[17] = MODIFY_RETURN;
	attributes[27] = function;
	long fd = bpf(PROG_LOAD, attributes, sizeof(attributes));

	if (fd < 0 && errno != EPERM)
		end(ERROR, "PROG_LOAD: %s: %s", strerror(errno), log);
	return fd;
}

static long own_map(void)
{
	uint32_t attributes[16] = { 2, 4, 4, 1 };

	return bpf(MAP_CREATE, attributes, sizeof(attributes));
}

static void attack(char **arguments)
{
	int maps = all_ids("map", MAP_GET_NEXT_ID, MAP_GET_FD_BY_ID);
	int programs = all_ids("program", BPF_PROG_GET_NEXT_ID, PROG_GET_FD_BY_ID);
	int links = all_ids("link", LINK_GET_NEXT_ID, LINK_GET_FD_BY_ID);
	int pins = all_pins(arguments[3]);

	all_descriptors(atoi(arguments[2]));
	note("override", atoi(arguments[4]), override(atoi(arguments[4]), 1));
	if (maps < 8 || programs < 10 || links < 9 || (pins < 20 && strcmp(arguments[3], "-") != 0))
		end(ERROR, "only %d maps, %d programs, %d links, %d pins are there", maps, programs, links, pins);
	end(opened ? GRANTED : STOPPED, "%d opened, %d refused: %d maps, %d programs, %d links, %d pins", opened, refused,
	    maps, programs, links, pins);
}

static void twin(char **arguments)
{
	char path[256];
	uint32_t update[8] = { 0 };
	uint32_t key = 0, value = 7;
	uint64_t pointers[] = { (uintptr_t)&key, (uintptr_t)&value };

	snprintf(path, sizeof(path), "%s-twin", strcmp(arguments[3], "-") ? arguments[3] : "/sys/fs/bpf/reach-own");
	long map = own_map();

	if (map < 0 || object(OBJ_PIN, path, map, 0) != 0)
		end(DENIED, "own map: %s", strerror(errno));
	long again = object(OBJ_GET, path, 0, 0);

	if (again < 0)
		end(DENIED, "own pin: %s", strerror(errno));
	update[0] = again;
	memcpy(update + 2, pointers, sizeof(pointers));
	if (bpf(MAP_UPDATE, update, sizeof(update)) != 0 || unlink(path) != 0)
		end(DENIED, "own map: %s", strerror(errno));
	end(GRANTED, "a map of its own, by its pin");
}

int main(int count, char **arguments)
{
	if (count != 5)
		end(ERROR, "attack or twin, KEEPER, PINS and FUNCTION are needed");
	if (strcmp(arguments[1], "twin") == 0)
		twin(arguments);
	attack(arguments);
}
