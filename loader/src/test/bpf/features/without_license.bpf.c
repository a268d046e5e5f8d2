/* No licence: helpers that want the GPL are out of reach, others not. */
#include <bpf/bpf_helpers.h>

SEC("socket")
int use(void *context)
{
    return context != 0 && bpf_get_prandom_u32();
}
