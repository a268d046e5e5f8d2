/*
 * Changes the code of a running listed program with a uprobe, asked for by files of tracefs: `attack VICTIM FILE`, where
 * FILE takes definitions of probes. The twin defines a probe in the kernel instead. Both clean up.
 */
#include "probe.h"

#define TRACING "/sys/kernel/tracing/"

static int write_to(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY | O_APPEND);
	int result = fd < 0 ? -1 : write(fd, text, strlen(text)) < 0 ? -1 : 0, error = errno;

	close(fd);
	errno = error;
	return result;
}

static void probe(int attack, const char *path, const char *file)
{
	struct victim victim = start_victim(path, NULL);
	char definition[300];

	read_greeting(&victim);
	if (attack) {
		snprintf(definition, sizeof(definition), "p:attack/spare %s:0x%lx", path, place_of_probe(&victim));
		may_or_kill(&victim, write_to(file, definition), "definition");
		may_or_kill(&victim, write_to(TRACING "events/attack/spare/enable", "1"), "enable");
	} else {
		need(write_to(TRACING "kprobe_events", "p:twin/spare do_exit"), "definition");
		need(write_to(TRACING "kprobe_events", "-:twin/spare"), "removal");
	}
	tell(&victim, attack ? "changed" : "spare");
	end_as(&victim);
}

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv), status;
	char file[200];
	pid_t child = need(fork(), "fork");

	snprintf(file, sizeof(file), TRACING "%s", argv[3]);
	if (child == 0)
		probe(attack, argv[2], file);
	need(waitpid(child, &status, 0), "waitpid");
	if (attack && write_to(TRACING "events/attack/spare/enable", "0") == 0)
		need(write_to(file, "-:attack/spare"), "removal");
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : ERROR);
}
