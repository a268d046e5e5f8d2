/* What only the kernel can supply. */
#include <bpf/bpf_helpers.h>

extern int LINUX_KERNEL_VERSION __kconfig;
extern _Bool CONFIG_BPF __kconfig;
extern enum libbpf_tristate CONFIG_MODULAR __kconfig;
extern char CONFIG_HOSTNAME[12] __kconfig;
extern __u64 CONFIG_HZ __kconfig;
extern __u16 CONFIG_ABSENT __kconfig __weak;

extern const void known_address __ksym;
extern const void unknown_address __ksym __weak;
extern const int known_variable __ksym;
extern const int unknown_variable __ksym __weak;
extern int known_function(int x) __ksym;
extern int unknown_function(int x) __ksym __weak;

SEC("tc")
int use(void *ctx)
{
    long sum = LINUX_KERNEL_VERSION + CONFIG_BPF + CONFIG_MODULAR + CONFIG_HOSTNAME[1] + CONFIG_HZ + CONFIG_ABSENT;

    sum += (long)&known_address + (long)&unknown_address;
    sum += *(int *)bpf_this_cpu_ptr(&known_variable);
    if (bpf_ksym_exists(&unknown_variable))
        sum++;
    if (bpf_ksym_exists(unknown_function))
        return unknown_function(2);
    return known_function((int)sum);
}

char _license[] SEC("license") = "GPL";
