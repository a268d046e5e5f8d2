// gcc: -no-pie
/*
 * A listed program that waits. Told `spare`, it runs code that attackers change: if that was changed, and as well if it
 * was not, it then calls bpf(). Told `next`, it calls what a variable says.
 */
#include "victim.h"

SPARE_CODE(spare)

static void forced(void)
{
	end_by_bpf();
}

static void nothing(void)
{
	end(ERROR, "the victim was not attacked");
}

void (*volatile next)(void) = nothing;

static int open_map(void)
{
	uint32_t attributes[32] = { 2 /* an array */, 4, 4, 1 };

	return syscall(SYS_bpf, 0 /* BPF_MAP_CREATE */, attributes, sizeof(attributes));
}

int main(int argc, char **argv)
{
	char word[16];
	int changed;

	if (argc < 2 || strcmp(argv[1], "wait") != 0)
		end_by_bpf();
	printf("ready %lx %lx %lx %d\n", (long)spare, (long)forced, (long)&next, open_map());
	fflush(stdout);
	if (scanf("%15s", word) != 1)
		end(ERROR, "nobody told me to");
	if (strcmp(word, "next") == 0)
		next();
	changed = call_code(spare) != 1;
	if (strcmp(word, "changed") == 0 && !changed)
		end(ERROR, "the victim's code was not changed");
	end_by_bpf();
}
