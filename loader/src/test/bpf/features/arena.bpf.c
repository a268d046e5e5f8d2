/* Variables in memory that programs and user space share. */
#include <bpf/bpf_helpers.h>

#define __arena __attribute__((address_space(1)))

struct {
    __uint(type, BPF_MAP_TYPE_ARENA);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 4);
    __ulong(map_extra, 1ull << 44);
} arena SEC(".maps");

__u32 __arena shared[3] SEC(".addr_space.1") = {1, 2, 3};

SEC("syscall")
int use(void *context)
{
    /* The first use of the map tells the verifier which arena the program has. */
    void *map = &arena;

    __asm__ volatile("" : : "r"(map));
    return shared[context != 0];
}

char _license[] SEC("license") = "GPL";
