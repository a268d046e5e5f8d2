/* Configuration values of every type, present and absent. */
#include <bpf/bpf_helpers.h>

extern int LINUX_KERNEL_VERSION __kconfig;
extern _Bool LINUX_HAS_BPF_COOKIE __kconfig __weak;
extern _Bool LINUX_HAS_SYSCALL_WRAPPER __kconfig __weak;
extern _Bool CONFIG_BPF_SYSCALL __kconfig __weak;
extern enum libbpf_tristate CONFIG_NET __kconfig __weak;
extern char CONFIG_MODULES __kconfig __weak;
extern unsigned long CONFIG_HZ __kconfig __weak;
extern char CONFIG_DEFAULT_HOSTNAME[8] __kconfig __weak;
extern __u32 CONFIG_NO_SUCH_THING __kconfig __weak;

__u64 seen;

SEC("socket")
int use(void *context)
{
    seen = LINUX_KERNEL_VERSION + LINUX_HAS_BPF_COOKIE + LINUX_HAS_SYSCALL_WRAPPER + CONFIG_BPF_SYSCALL;
    seen += CONFIG_NET + CONFIG_MODULES + CONFIG_HZ + CONFIG_DEFAULT_HOSTNAME[1] + CONFIG_NO_SUCH_THING;
    return context != 0;
}

char _license[] SEC("license") = "GPL";
