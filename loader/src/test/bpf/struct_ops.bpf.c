/* A struct whose members are programs. */
#include <bpf/bpf_helpers.h>

struct engine___mine {
    int (*start)(int x);
    void (*stop)(void);
    unsigned int flags;
    char name[16];
    long local_only;
    void (*novel)(void); /* of a newer kernel */
};

SEC("struct_ops/start")
int engine_start(unsigned long long *ctx)
{
    return (int)ctx[0];
}

SEC("struct_ops.s/stop")
int engine_stop(unsigned long long *ctx)
{
    return 0;
}

SEC("?struct_ops/novel")
int engine_novel(unsigned long long *ctx)
{
    return 0;
}

SEC(".struct_ops.link")
struct engine___mine engine = {
    .start = (void *)engine_start,
    .stop = (void *)engine_stop,
    .flags = 5,
    .name = "mine",
    .novel = (void *)engine_novel,
};

SEC("?.struct_ops")
struct engine___mine spare = {
    .start = (void *)engine_start,
    .name = "spare",
};

char _license[] SEC("license") = "GPL";
