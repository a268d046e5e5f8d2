/*
 * Loads BPF objects with libbpf and prints what the kernel makes of them, to be compared with what this
 * project's loader gets. For each file, "file PATH ok" or "file PATH ERROR-NUMBER", and after "ok" one line
 * "program NAME TAG XLATED-BYTES" for each program that was loaded. VERBOSE=1 in the environment has libbpf
 * say on standard error what it does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

static void print_program(const struct bpf_program *program)
{
	struct bpf_prog_info info;
	__u32 size = sizeof(info);
	int fd = bpf_program__fd(program);

	if (fd < 0)
		return; /* not to be loaded */
	memset(&info, 0, sizeof(info));
	if (bpf_obj_get_info_by_fd(fd, &info, &size))
		exit(1);
	printf("program %s ", bpf_program__name(program));
	for (int i = 0; i < BPF_TAG_SIZE; i++)
		printf("%02x", info.tag[i]);
	printf(" %u\n", info.xlated_prog_len);
}

static void load(const char *file)
{
	struct bpf_object *object = bpf_object__open_file(file, NULL);
	long error = libbpf_get_error(object);
	struct bpf_program *program;

	if (!error)
		error = bpf_object__load(object);
	if (error) {
		printf("file %s %ld\n", file, -error);
	} else {
		printf("file %s ok\n", file);
		bpf_object__for_each_program(program, object)
			print_program(program);
	}
	if (object && !libbpf_get_error(object))
		bpf_object__close(object);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	if (!getenv("VERBOSE"))
		libbpf_set_print(NULL);
	for (int i = 1; i < argc; i++)
		load(argv[i]);
	return 0;
}
