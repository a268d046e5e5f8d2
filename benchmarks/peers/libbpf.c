/* The same works through libbpf; with an OBJECT, loads that and ends. Usage: libbpf OBJECT_DIRECTORY [OBJECT] */
#include "peer.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <limits.h>
#include <unistd.h>

enum {
    RUNS = 100,
    RECORDS = RUNS * 100,
    PAUSE_MICROSECONDS = 200000, /* for the kernel to free 200 programs */
};

static const char *directory;
static struct bpf_object *runtime;
static struct ring_buffer *ring;
static uint64_t sum;

static struct bpf_object *load(const char *name)
{
    char path[PATH_MAX];
    struct bpf_object *object;

    snprintf(path, sizeof(path), "%s/%s.bpf.el.o", directory, name);
    object = bpf_object__open_file(path, NULL);
    require(object != NULL, path);
    require(bpf_object__load(object) == 0, path);
    return object;
}

static uint64_t btf(void)
{
    uint64_t start = now(), end;
    struct btf *types = btf__parse("/sys/kernel/btf/vmlinux", NULL);

    require(btf__find_by_name_kind(types, "inode", BTF_KIND_STRUCT) > 0, "inode");
    end = now();
    btf__free(types);
    return end - start;
}

static uint64_t load_and_close(const char *name)
{
    uint64_t start = now();

    bpf_object__close(load(name));
    return now() - start;
}

static uint64_t core(void)
{
    return load_and_close("core");
}

static uint64_t many(void)
{
    uint64_t start = now(), end;
    struct bpf_object *object = load("many");

    end = now();
    bpf_object__close(object);
    usleep(PAUSE_MICROSECONDS);
    return end - start;
}

static int take(void *context, void *data, size_t size)
{
    (void)context, (void)size;
    sum += *(uint64_t *)data;
    return 0;
}

static uint64_t records(void)
{
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = &(char[64]){}, .data_size_in = 64, .repeat = RUNS);
    uint64_t start, end;

    if (!runtime) {
        runtime = load("runtime");
        ring = ring_buffer__new(bpf_object__find_map_fd_by_name(runtime, "records"), take, NULL, NULL);
        require(ring != NULL, "ring_buffer__new");
    }
    require(bpf_prog_test_run_opts(bpf_program__fd(bpf_object__next_program(runtime, NULL)), &options) == 0, "produce");
    start = now();
    require(ring_buffer__consume(ring) == RECORDS, "records");
    end = now();
    return (end - start) * 1000 / RECORDS; /* picoseconds a record */
}

static int quiet(enum libbpf_print_level level, const char *format, va_list arguments)
{
    return level == LIBBPF_WARN ? vfprintf(stderr, format, arguments) : 0;
}

int main(int count, char **arguments)
{
    require(count == 2 || count == 3, "usage: libbpf OBJECT_DIRECTORY [OBJECT]");
    directory = arguments[1];
    libbpf_set_print(quiet);
    if (count == 3) { /* a process for one object */
        bpf_object__close(load(arguments[2]));
        return 0;
    }
    return serve((struct work[]){{"btf", btf}, {"core", core}, {"many", many}, {"records", records}, {}});
}
