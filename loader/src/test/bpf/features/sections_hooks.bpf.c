/* Functions of the kernel that programs go before, after or in place of, and LSM hooks. */
#include <bpf/bpf_helpers.h>

SEC("fentry/security_bpf")
int on_fentry(void *context)
{
    return context == 0;
}

SEC("fexit/security_bpf")
int on_fexit(void *context)
{
    return context == 0;
}

SEC("fmod_ret/security_bpf")
int on_fmod_ret(void *context)
{
    return context == 0;
}

SEC("fentry.s/security_bpf")
int on_fentry_sleepable(void *context)
{
    return context == 0;
}

SEC("fexit.s/security_bpf")
int on_fexit_sleepable(void *context)
{
    return context == 0;
}

SEC("fmod_ret.s/security_bpf")
int on_fmod_ret_sleepable(void *context)
{
    return context == 0;
}

SEC("lsm/bpf")
int on_lsm(void *context)
{
    return context == 0;
}

SEC("lsm.s/bpf")
int on_lsm_sleepable(void *context)
{
    return context == 0;
}

SEC("lsm_cgroup/socket_bind")
int on_lsm_cgroup(void *context)
{
    return context != 0;
}

char _license[] SEC("license") = "GPL";
