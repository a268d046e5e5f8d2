/*
 * What `bpf-verity attach` has the kernel do, done with libbpf: hides objects, loads the gate's object as the command
 * does for scope process, names itself keeper, attaches, says "Attached program", and waits to be ended.
 *
 *   attach HIDE.o GUARD.o
 *
 * Nothing is listed and no event is read: it denies bpf() to everybody but itself while it runs. Only for a virtual machine.
 */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *WATCHED_ONLY_WHEN_PINNED = "gate_pin_";
static const char *UNLOADABLE = "gate_open"; /* to libbpf: it reads an array that has another length in the kernel */
static const char *UPROBE_TYPE = "/sys/bus/event_source/devices/uprobe/type";
enum { LISTED = 10 };

static void *check(void *pointer, const char *what)
{
	if (!pointer) {
		perror(what);
		exit(1);
	}
	return pointer;
}

static void require(int result, const char *what)
{
	if (result < 0) {
		fprintf(stderr, "%s: %s\n", what, strerror(-result));
		exit(1);
	}
}

/* Writes a setting, a variable of .rodata, before the object is loaded. */
static void set(struct bpf_object *object, const char *name, unsigned value)
{
	struct btf *btf = bpf_object__btf(object);
	const struct btf_type *section = btf__type_by_id(btf, btf__find_by_name_kind(btf, ".rodata", BTF_KIND_DATASEC));
	struct bpf_map *map = check(bpf_object__find_map_by_name(object, ".rodata"), ".rodata");
	size_t size;
	char *data = check((void *)bpf_map__initial_value(map, &size), ".rodata's value");

	for (int i = 0; i < btf_vlen(section); i++) {
		const struct btf_var_secinfo *info = btf_var_secinfos(section) + i;

		if (!strcmp(btf__name_by_offset(btf, btf__type_by_id(btf, info->type)->name_off), name)) {
			memcpy(data + info->offset, &value, info->size);
			return;
		}
	}
	fprintf(stderr, "no setting %s\n", name);
	exit(1);
}

static void attach(struct bpf_object *object, const char *name)
{
	check(bpf_program__attach(bpf_object__find_program_by_name(object, name)), name);
}

static void hide(const char *file)
{
	struct bpf_object *object = check(bpf_object__open_file(file, NULL), file);

	require(bpf_object__load(object), file);
	attach(object, "gate_hide");
}

static int uprobe_type(void)
{
	FILE *file = fopen(UPROBE_TYPE, "r");
	int type = 0;

	if (file) {
		if (fscanf(file, "%d", &type) != 1)
			type = 0;
		fclose(file);
	}
	return type;
}

static struct bpf_object *load(const char *file, int uprobes)
{
	struct bpf_object *object = check(bpf_object__open_file(file, NULL), file);
	struct bpf_program *program;

	set(object, "gate_scope", 1);
	set(object, "gate_follows", 1);
	if (uprobes)
		set(object, "gate_uprobe_type", uprobes);
	bpf_map__set_max_entries(bpf_object__find_map_by_name(object, "gate_allowed"), LISTED);
	bpf_object__for_each_program(program, object) {
		const char *name = bpf_program__name(program);
		int unwanted = !strcmp(name, UNLOADABLE) ||
			       !strncmp(name, WATCHED_ONLY_WHEN_PINNED, strlen(WATCHED_ONLY_WHEN_PINNED)) ||
			       (!uprobes && !strcmp(name, "gate_breakpoint"));

		bpf_program__set_autoload(program, !unwanted);
	}
	require(bpf_object__load(object), file);
	return object;
}

static void claim(struct bpf_object *object)
{
	LIBBPF_OPTS(bpf_test_run_opts, options);

	require(bpf_prog_test_run_opts(bpf_program__fd(bpf_object__find_program_by_name(object, "gate_claim")), &options),
		"gate_claim");
	require((int)options.retval, "gate_claim's answer");
}

/* All that was loaded but what is run and read by hand, the hook last. */
static void attach_all(struct bpf_object *object)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, object) {
		enum bpf_prog_type type = bpf_program__type(program);
		int iterator = bpf_program__expected_attach_type(program) == BPF_TRACE_ITER;

		if (bpf_program__autoload(program) && type != BPF_PROG_TYPE_SYSCALL && !iterator &&
		    strcmp(bpf_program__name(program), "gate_bpf"))
			attach(object, bpf_program__name(program));
	}
	attach(object, "gate_bpf");
}

int main(int argc, char **argv)
{
	struct bpf_object *object;

	if (argc != 3) {
		fprintf(stderr, "usage: attach HIDE.o GUARD.o\n");
		return 64;
	}
	hide(argv[1]);
	object = load(argv[2], uprobe_type());
	claim(object);
	attach_all(object);
	puts("Attached program");
	fflush(stdout);
	pause();
	return 0;
}
