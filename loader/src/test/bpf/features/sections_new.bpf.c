/* Sections that libbpf knows since 1.2 and later. */
#include <bpf/bpf_helpers.h>

SEC("tcx/ingress")
int on_tcx_ingress(void *context)
{
    return context != 0;
}

SEC("tcx/egress")
int on_tcx_egress(void *context)
{
    return context != 0;
}

SEC("tc/ingress")
int on_tc_ingress(void *context)
{
    return context != 0;
}

SEC("tc/egress")
int on_tc_egress(void *context)
{
    return context != 0;
}

SEC("netkit/primary")
int on_netkit_primary(void *context)
{
    return context != 0;
}

SEC("netkit/peer")
int on_netkit_peer(void *context)
{
    return context != 0;
}

SEC("netfilter")
int on_netfilter(void *context)
{
    return context != 0;
}

SEC("cgroup/connect_unix")
int on_connect_unix(void *context)
{
    return context != 0;
}

SEC("cgroup/sendmsg_unix")
int on_sendmsg_unix(void *context)
{
    return context != 0;
}

SEC("uprobe.multi//bin/sh:main")
int on_uprobe_multi(void *context)
{
    return context != 0;
}

SEC("uretprobe.multi.s//bin/sh:main")
int on_uretprobe_multi(void *context)
{
    return context != 0;
}

SEC("kprobe.session/security_*")
int on_kprobe_session(void *context)
{
    return context != 0;
}

SEC("uprobe.session//bin/sh:main")
int on_uprobe_session(void *context)
{
    return context != 0;
}

char _license[] SEC("license") = "GPL";
