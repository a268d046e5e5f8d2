/* Sections of packets and sockets. */
#include <bpf/bpf_helpers.h>

SEC("socket")
int on_socket(void *context)
{
    return context != 0;
}

SEC("tc")
int on_tc(void *context)
{
    return context != 0;
}

SEC("classifier")
int on_classifier(void *context)
{
    return context != 0;
}

SEC("action")
int on_action(void *context)
{
    return context != 0;
}

SEC("xdp")
int on_xdp(void *context)
{
    return context != 0;
}

SEC("xdp.frags")
int on_xdp_frags(void *context)
{
    return context != 0;
}

SEC("xdp/devmap")
int on_xdp_devmap(void *context)
{
    return context != 0;
}

SEC("xdp.frags/devmap")
int on_xdp_frags_devmap(void *context)
{
    return context != 0;
}

SEC("xdp/cpumap")
int on_xdp_cpumap(void *context)
{
    return context != 0;
}

SEC("xdp.frags/cpumap")
int on_xdp_frags_cpumap(void *context)
{
    return context != 0;
}

SEC("lwt_in")
int on_lwt_in(void *context)
{
    return context != 0;
}

SEC("lwt_out")
int on_lwt_out(void *context)
{
    return context != 0;
}

SEC("lwt_xmit")
int on_lwt_xmit(void *context)
{
    return context != 0;
}

SEC("lwt_seg6local")
int on_lwt_seg6local(void *context)
{
    return context != 0;
}

SEC("sockops")
int on_sockops(void *context)
{
    return context != 0;
}

SEC("sk_skb/stream_parser")
int on_sk_skb_parser(void *context)
{
    return context != 0;
}

SEC("sk_skb/stream_verdict")
int on_sk_skb_verdict(void *context)
{
    return context != 0;
}

SEC("sk_msg")
int on_sk_msg(void *context)
{
    return context != 0;
}

SEC("flow_dissector")
int on_flow_dissector(void *context)
{
    return context != 0;
}

SEC("sk_lookup")
int on_sk_lookup(void *context)
{
    return context != 0;
}

SEC("sk_reuseport")
int on_sk_reuseport(void *context)
{
    return context != 0;
}

SEC("sk_reuseport/migrate")
int on_sk_reuseport_migrate(void *context)
{
    return context != 0;
}

char _license[] SEC("license") = "GPL";
