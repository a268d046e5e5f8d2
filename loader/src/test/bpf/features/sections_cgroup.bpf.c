/* Sections of cgroups. */
#include <bpf/bpf_helpers.h>

SEC("cgroup_skb/ingress")
int skb_ingress(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup_skb/egress")
int skb_egress(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/skb")
int on_skb(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/sock_create")
int on_sock_create(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/sock_release")
int on_sock_release(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/sock")
int on_sock(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/post_bind4")
int on_post_bind4(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/post_bind6")
int on_post_bind6(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/bind4")
int on_bind4(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/bind6")
int on_bind6(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/connect4")
int on_connect4(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/connect6")
int on_connect6(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/sendmsg4")
int on_sendmsg4(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/sendmsg6")
int on_sendmsg6(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/recvmsg4")
int on_recvmsg4(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/recvmsg6")
int on_recvmsg6(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/getpeername4")
int on_getpeername4(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/getpeername6")
int on_getpeername6(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/getsockname4")
int on_getsockname4(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/getsockname6")
int on_getsockname6(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/sysctl")
int on_sysctl(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/getsockopt")
int on_getsockopt(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/setsockopt")
int on_setsockopt(void *context)
{
    (void)context;
    return 1;
}

SEC("cgroup/dev")
int on_dev(void *context)
{
    (void)context;
    return 1;
}

char _license[] SEC("license") = "GPL";
