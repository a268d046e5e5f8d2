/*
 * A listed program that detaches and updates every link there is: `links_detached attack`. The twin does that to a link of
 * its own, of a program for the cgroup at /sys/fs/cgroup.
 */
#include "attack.h"

enum { PROG_LOAD = 5, LINK_CREATE = 28, LINK_UPDATE = 29, LINK_GET_FD_BY_ID = 30, LINK_GET_NEXT_ID = 31, LINK_DETACH = 34 };
enum { TYPE_CGROUP_SKB = 8, CGROUP_INET_EGRESS = 1 };

static long bpf(int command, const uint32_t *given, size_t size)
{
	uint32_t attributes[32] = { 0 };

	memcpy(attributes, given, size);
	return syscall(SYS_bpf, command, attributes, sizeof(attributes));
}

/* A program that lets every packet pass. */
static long load(void)
{
	static const uint64_t code[] = { 0x00000001000000b7, 0x95 };
	uint32_t attributes[18] = { TYPE_CGROUP_SKB, 2 };
	uint64_t pointers[] = { (uintptr_t)code, (uintptr_t)"GPL" };

	memcpy(attributes + 2, pointers, sizeof(pointers));
	attributes[17] = CGROUP_INET_EGRESS;
	return may(bpf(PROG_LOAD, attributes, sizeof(attributes)), "PROG_LOAD");
}

static long detach(uint32_t link, uint32_t program)
{
	uint32_t update[] = { link, program };
	long updated = bpf(LINK_UPDATE, update, sizeof(update));
	long detached = bpf(LINK_DETACH, &link, sizeof(link));

	return updated == 0 || detached == 0 ? 0 : -1;
}

static void attack(void)
{
	uint32_t id = 0, next[2] = { 0 }, program = load();
	int seen = 0, opened = 0, changed = 0;

	for (;; seen++) {
		uint32_t attributes[4] = { id };

		if (syscall(SYS_bpf, LINK_GET_NEXT_ID, attributes, sizeof(attributes)) != 0)
			break;
		next[0] = id = attributes[1];
		long link = bpf(LINK_GET_FD_BY_ID, next, sizeof(next));

		if (link < 0)
			continue;
		opened++;
		if (detach(link, program) == 0)
			changed++;
	}
	if (seen < 9)
		end(ERROR, "only %d links are there", seen);
	end(opened ? GRANTED : STOPPED, "of %d links %d were opened, %d changed", seen, opened, changed);
}

int main(int argc, char **argv)
{
	if (is_attack(argc, argv))
		attack();
	uint32_t program = load();
	uint32_t create[] = { program, need(open("/sys/fs/cgroup", O_RDONLY), "cgroup"), CGROUP_INET_EGRESS };

	may(detach(may(bpf(LINK_CREATE, create, sizeof(create)), "LINK_CREATE"), program), "LINK_DETACH");
	end(GRANTED, "a link of its own");
}
