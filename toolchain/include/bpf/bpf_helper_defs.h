/*
 * The kernel's helper functions, by number; source: include/uapi/linux/bpf.h, where each is described.
 * A call through one of these constants compiles to "call NUMBER". To add one, append a line.
 */
#pragma once

#include <bpf/bpf_types.h>

struct bpf_dynptr;
struct bpf_spin_lock;
struct bpf_timer;
struct btf_ptr;
struct file;
struct inode;
struct path;
struct seq_file;
struct sock;
struct task_struct;
struct tcp_sock;
struct vm_area_struct;

#define BPF_HELPER(number, result, name, ...) static result (*const name)(__VA_ARGS__) = (void *)number

/* maps */
BPF_HELPER(1, void *, bpf_map_lookup_elem, void *map, const void *key);
BPF_HELPER(2, long, bpf_map_update_elem, void *map, const void *key, const void *value, __u64 flags);
BPF_HELPER(3, long, bpf_map_delete_elem, void *map, const void *key);
BPF_HELPER(12, long, bpf_tail_call, void *context, void *programs, __u32 index);
BPF_HELPER(51, long, bpf_redirect_map, void *map, __u64 key, __u64 flags);
BPF_HELPER(87, long, bpf_map_push_elem, void *map, const void *value, __u64 flags);
BPF_HELPER(88, long, bpf_map_pop_elem, void *map, void *value);
BPF_HELPER(89, long, bpf_map_peek_elem, void *map, void *value);
BPF_HELPER(93, long, bpf_spin_lock, struct bpf_spin_lock *lock);
BPF_HELPER(94, long, bpf_spin_unlock, struct bpf_spin_lock *lock);
BPF_HELPER(164, long, bpf_for_each_map_elem, void *map, void *callback, void *context, __u64 flags);
BPF_HELPER(195, void *, bpf_map_lookup_percpu_elem, void *map, const void *key, __u32 cpu);

/* storage that lives and dies with a kernel object */
BPF_HELPER(107, void *, bpf_sk_storage_get, void *map, void *socket, void *value, __u64 flags);
BPF_HELPER(108, long, bpf_sk_storage_delete, void *map, void *socket);
BPF_HELPER(145, void *, bpf_inode_storage_get, void *map, void *inode, void *value, __u64 flags);
BPF_HELPER(146, int, bpf_inode_storage_delete, void *map, void *inode);
BPF_HELPER(156, void *, bpf_task_storage_get, void *map, struct task_struct *task, void *value, __u64 flags);
BPF_HELPER(157, long, bpf_task_storage_delete, void *map, struct task_struct *task);
BPF_HELPER(194, void *, bpf_kptr_xchg, void *destination, void *pointer);

/* the caller, the clock, the processor */
BPF_HELPER(5, __u64, bpf_ktime_get_ns, void);
BPF_HELPER(7, __u32, bpf_get_prandom_u32, void);
BPF_HELPER(8, __u32, bpf_get_smp_processor_id, void);
BPF_HELPER(14, __u64, bpf_get_current_pid_tgid, void);
BPF_HELPER(15, __u64, bpf_get_current_uid_gid, void);
BPF_HELPER(16, long, bpf_get_current_comm, void *buffer, __u32 size);
BPF_HELPER(35, __u64, bpf_get_current_task, void);
BPF_HELPER(80, __u64, bpf_get_current_cgroup_id, void);
BPF_HELPER(109, long, bpf_send_signal, __u32 signal);
BPF_HELPER(118, __u64, bpf_jiffies64, void);
BPF_HELPER(120, long, bpf_get_ns_current_pid_tgid, __u64 device, __u64 inode, void *result, __u32 size);
BPF_HELPER(125, __u64, bpf_ktime_get_boot_ns, void);
BPF_HELPER(153, void *, bpf_per_cpu_ptr, const void *variable, __u32 cpu);
BPF_HELPER(154, void *, bpf_this_cpu_ptr, const void *variable);
BPF_HELPER(158, struct task_struct *, bpf_get_current_task_btf, void);
BPF_HELPER(175, long, bpf_task_pt_regs, struct task_struct *task);
BPF_HELPER(160, __u64, bpf_ktime_get_coarse_ns, void);
BPF_HELPER(208, __u64, bpf_ktime_get_tai_ns, void);

/* memory */
BPF_HELPER(4, long, bpf_probe_read, void *destination, __u32 size, const void *unsafe);
BPF_HELPER(45, long, bpf_probe_read_str, void *destination, __u32 size, const void *unsafe);
BPF_HELPER(112, long, bpf_probe_read_user, void *destination, __u32 size, const void *unsafe);
BPF_HELPER(113, long, bpf_probe_read_kernel, void *destination, __u32 size, const void *unsafe);
BPF_HELPER(114, long, bpf_probe_read_user_str, void *destination, __u32 size, const void *unsafe);
BPF_HELPER(115, long, bpf_probe_read_kernel_str, void *destination, __u32 size, const void *unsafe);
BPF_HELPER(147, long, bpf_d_path, struct path *path, char *buffer, __u32 size);
BPF_HELPER(148, long, bpf_copy_from_user, void *destination, __u32 size, const void *user);
BPF_HELPER(180, long, bpf_find_vma, struct task_struct *task, __u64 address, void *callback, void *context,
	   __u64 flags);
BPF_HELPER(191, long, bpf_copy_from_user_task, void *destination, __u32 size, const void *user,
	   struct task_struct *task, __u64 flags);
BPF_HELPER(197, long, bpf_dynptr_from_mem, void *data, __u32 size, __u64 flags, struct bpf_dynptr *dynptr);
BPF_HELPER(201, long, bpf_dynptr_read, void *destination, __u32 size, const struct bpf_dynptr *source,
	   __u32 offset, __u64 flags);
BPF_HELPER(202, long, bpf_dynptr_write, const struct bpf_dynptr *destination, __u32 offset, void *source,
	   __u32 size, __u64 flags);
BPF_HELPER(203, void *, bpf_dynptr_data, const struct bpf_dynptr *dynptr, __u32 offset, __u32 size);

/* output */
BPF_HELPER(6, long, bpf_trace_printk, const char *format, __u32 size, ...);
BPF_HELPER(25, long, bpf_perf_event_output, void *context, void *map, __u64 flags, void *data, __u64 size);
BPF_HELPER(126, long, bpf_seq_printf, struct seq_file *file, const char *format, __u32 size, const void *values,
	   __u32 bytes);
BPF_HELPER(127, long, bpf_seq_write, struct seq_file *file, const void *data, __u32 size);
BPF_HELPER(130, long, bpf_ringbuf_output, void *ring, void *data, __u64 size, __u64 flags);
BPF_HELPER(131, void *, bpf_ringbuf_reserve, void *ring, __u64 size, __u64 flags);
BPF_HELPER(132, void, bpf_ringbuf_submit, void *data, __u64 flags);
BPF_HELPER(133, void, bpf_ringbuf_discard, void *data, __u64 flags);
BPF_HELPER(134, __u64, bpf_ringbuf_query, void *ring, __u64 flags);
BPF_HELPER(165, long, bpf_snprintf, char *text, __u32 size, const char *format, __u64 *values, __u32 bytes);
BPF_HELPER(177, long, bpf_trace_vprintk, const char *format, __u32 size, const void *values, __u32 bytes);
BPF_HELPER(209, long, bpf_user_ringbuf_drain, void *map, void *callback, void *context, __u64 flags);

/* packets and sockets */
BPF_HELPER(23, long, bpf_redirect, __u32 interface, __u64 flags);
BPF_HELPER(26, long, bpf_skb_load_bytes, const void *packet, __u32 offset, void *to, __u32 size);
BPF_HELPER(28, __s64, bpf_csum_diff, __be32 *from, __u32 from_size, __be32 *to, __u32 to_size, __wsum seed);
BPF_HELPER(44, long, bpf_xdp_adjust_head, struct xdp_md *packet, int delta);
BPF_HELPER(46, __u64, bpf_get_socket_cookie, void *context);
BPF_HELPER(70, long, bpf_sock_hash_update, void *context, void *map, void *key, __u64 flags);
BPF_HELPER(137, struct tcp_sock *, bpf_skc_to_tcp_sock, void *socket);

/* control: timers, loops, the traced function, the bpf() call itself */
BPF_HELPER(67, long, bpf_get_stack, void *context, void *buffer, __u32 size, __u64 flags);
BPF_HELPER(27, long, bpf_get_stackid, void *context, void *map, __u64 flags);
BPF_HELPER(159, long, bpf_bprm_opts_set, void *bprm, __u64 flags);
BPF_HELPER(166, long, bpf_sys_bpf, __u32 command, void *attributes, __u32 size);
BPF_HELPER(167, long, bpf_btf_find_by_name_kind, char *name, int size, __u32 kind, int flags);
BPF_HELPER(168, long, bpf_sys_close, __u32 fd);
BPF_HELPER(169, long, bpf_timer_init, struct bpf_timer *timer, void *map, __u64 flags);
BPF_HELPER(170, long, bpf_timer_set_callback, struct bpf_timer *timer, void *callback);
BPF_HELPER(171, long, bpf_timer_start, struct bpf_timer *timer, __u64 nanoseconds, __u64 flags);
BPF_HELPER(172, long, bpf_timer_cancel, struct bpf_timer *timer);
BPF_HELPER(173, __u64, bpf_get_func_ip, void *context);
BPF_HELPER(174, __u64, bpf_get_attach_cookie, void *context);
BPF_HELPER(181, long, bpf_loop, __u32 times, void *callback, void *context, __u64 flags);
BPF_HELPER(182, long, bpf_strncmp, const char *text, __u32 size, const char *constant);
BPF_HELPER(183, long, bpf_get_func_arg, void *context, __u32 index, __u64 *value);
BPF_HELPER(184, long, bpf_get_func_ret, void *context, __u64 *value);
BPF_HELPER(185, long, bpf_get_func_arg_cnt, void *context);

#undef BPF_HELPER
