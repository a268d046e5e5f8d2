/* The floor: plain system calls in a loop. */
#include "peer.h"

#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { KEYS = 10000, ENTRIES = 100000, BATCH = 1000 };

static int map;
static uint32_t keys[ENTRIES];
static uint64_t values[ENTRIES];

static long bpf(int command, union bpf_attr *attr)
{
    return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

static void create(void)
{
    union bpf_attr attr = {
        .map_type = BPF_MAP_TYPE_HASH, .key_size = 4, .value_size = 8, .max_entries = ENTRIES,
    };

    map = bpf(BPF_MAP_CREATE, &attr);
    require(map >= 0, "BPF_MAP_CREATE");
    for (int i = 0; i < ENTRIES; i++)
        keys[i] = values[i] = i;
}

static void element(int command, uint32_t *key, uint64_t *value)
{
    union bpf_attr attr = {.map_fd = map, .key = (uintptr_t)key, .value = (uintptr_t)value};

    require(bpf(command, &attr) == 0, "element");
}

static uint64_t each(int command)
{
    uint64_t value = 1, start = now();

    for (uint32_t key = 0; key < KEYS; key++)
        element(command, &key, &value);
    return (now() - start) / KEYS;
}

static uint64_t lookup(void)
{
    return each(BPF_MAP_LOOKUP_ELEM);
}

static uint64_t update(void)
{
    return each(BPF_MAP_UPDATE_ELEM);
}

static uint64_t batch(void)
{
    uint64_t start = now();

    for (int i = 0; i < ENTRIES; i += BATCH) {
        union bpf_attr attr = {.batch = {
            .map_fd = map, .keys = (uintptr_t)(keys + i), .values = (uintptr_t)(values + i), .count = BATCH,
        }};

        require(bpf(BPF_MAP_UPDATE_BATCH, &attr) == 0, "BPF_MAP_UPDATE_BATCH");
    }
    return now() - start;
}

int main(void)
{
    create();
    return serve((struct work[]){{"update", update}, {"lookup", lookup}, {"batch", batch}, {}});
}
