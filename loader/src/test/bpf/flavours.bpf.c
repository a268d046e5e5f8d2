/* One kernel function as different kernels have it, and externs that no kernel has so. */
#include <bpf/bpf_helpers.h>

struct other {
    int x;
};

extern int known_function___old(int x, struct other *more) __ksym __weak;
extern int known_function___new(int x) __ksym __weak;
extern int known_function___strong(void) __ksym;
extern const struct other known_variable __ksym __weak;
extern const int known_variable___other __ksym __weak;

SEC("socket")
int choose(void *ctx)
{
    struct other more = {1};

    if (bpf_ksym_exists(known_function___old))
        return known_function___old(1, &more);
    if (bpf_ksym_exists(known_function___new))
        return known_function___new(2);
    return 0;
}

SEC("?socket")
int function(void *ctx)
{
    return known_function___strong();
}

SEC("?socket")
int variable(void *ctx)
{
    const struct other *other = bpf_this_cpu_ptr(&known_variable);

    return other->x;
}

SEC("?socket")
int flavour_of_variable(void *ctx)
{
    return bpf_ksym_exists(&known_variable___other);
}

char _license[] SEC("license") = "GPL";
