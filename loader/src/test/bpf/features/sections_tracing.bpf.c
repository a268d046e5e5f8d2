/* Sections of probes and tracepoints. */
#include <bpf/bpf_helpers.h>

SEC("kprobe/security_bpf")
int on_kprobe(void *context)
{
    return context == 0;
}

SEC("kretprobe/security_bpf")
int on_kretprobe(void *context)
{
    return context == 0;
}

SEC("ksyscall/getpid")
int on_ksyscall(void *context)
{
    return context == 0;
}

SEC("kretsyscall/getpid")
int on_kretsyscall(void *context)
{
    return context == 0;
}

SEC("uprobe//bin/sh:main")
int on_uprobe(void *context)
{
    return context == 0;
}

SEC("uretprobe//bin/sh:main")
int on_uretprobe(void *context)
{
    return context == 0;
}

SEC("uprobe.s//bin/sh:main")
int on_uprobe_sleepable(void *context)
{
    return context == 0;
}

SEC("tracepoint/syscalls/sys_enter_getpid")
int on_tracepoint(void *context)
{
    return context == 0;
}

SEC("tp/syscalls/sys_enter_getpid")
int on_tp(void *context)
{
    return context == 0;
}

SEC("raw_tp/sys_enter")
int on_raw_tp(void *context)
{
    return context == 0;
}

SEC("raw_tracepoint/sys_enter")
int on_raw_tracepoint(void *context)
{
    return context == 0;
}

SEC("raw_tp.w/bpf_test_finish")
int on_raw_tp_writable(void *context)
{
    return context == 0;
}

SEC("raw_tracepoint.w/bpf_test_finish")
int on_raw_tracepoint_writable(void *context)
{
    return context == 0;
}

SEC("perf_event")
int on_perf_event(void *context)
{
    return context == 0;
}

SEC("kprobe.multi/security_*")
int on_kprobe_multi(void *context)
{
    return context == 0;
}

SEC("kretprobe.multi/security_*")
int on_kretprobe_multi(void *context)
{
    return context == 0;
}

char _license[] SEC("license") = "GPL";
