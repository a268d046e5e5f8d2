/*
 * Changes the code of a running listed program with a uprobe, asked for by perf_event_open(): the kernel puts its
 * breakpoint wherever it is told to, and there is no need to trace anyone. The twin counts the victim's page faults.
 */
#include "probe.h"

#include <linux/perf_event.h>

static int type_of_uprobes(void)
{
	FILE *file = fopen("/sys/bus/event_source/devices/uprobe/type", "r");
	int type;

	if (!file || fscanf(file, "%d", &type) != 1)
		end(ERROR, "the kernel has no uprobes");
	fclose(file);
	return type;
}

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	struct victim victim = start_victim(argv[2], NULL);
	struct perf_event_attr attributes = { .size = sizeof(attributes), .type = PERF_TYPE_SOFTWARE,
					      .config = PERF_COUNT_SW_PAGE_FAULTS };

	read_greeting(&victim);
	if (attack) {
		attributes.type = type_of_uprobes();
		attributes.config = 0;
		attributes.uprobe_path = (uintptr_t)argv[2];
		attributes.probe_offset = place_of_probe(&victim);
	}
	may_or_kill(&victim, syscall(SYS_perf_event_open, &attributes, -1, 0, -1, 0), "perf_event_open");
	tell(&victim, attack ? "changed" : "spare");
	end_as(&victim);
}
