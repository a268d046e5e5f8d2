/*
 * What nearly every BPF program includes: sections, map definitions, attributes, helper functions.
 *
 * The names are the ones BPF programs use everywhere, so that other people's sources compile here. How a
 * loader reads them is a convention of the object format, not of this file: see the kernel's
 * Documentation/bpf/libbpf/ and Documentation/bpf/btf.rst.
 */
#pragma once

#include <bpf/bpf_types.h>
#include <bpf/bpf_constants.h>
#include <bpf/bpf_helper_defs.h>

/* Where a function or variable goes; for a program, also its type and where it attaches. */
#define SEC(name) __attribute__((section(name), used))

/*
 * Members of a map definition in SEC(".maps"). Only their types carry meaning: a number is the length of an
 * array, or, where it may need 64 bits, the value of an enumerator; a type is what a pointer points at; the
 * values of a map of maps or programs are the elements of a flexible array.
 */
#define __uint(name, value) int(*name)[value]
#define __ulong(name, value) enum { __BPF_JOIN(__ulong_value_, __COUNTER__) = (value) } name
#define __type(name, value) __typeof__(value) *name
#define __array(name, value) __typeof__(value) *name[]

#define __BPF_JOIN(a, b) __BPF_JOIN_EXPANDED(a, b)
#define __BPF_JOIN_EXPANDED(a, b) a##b

#ifndef __always_inline
#define __always_inline inline __attribute__((always_inline))
#endif
#ifndef __noinline
#define __noinline __attribute__((noinline))
#endif
#ifndef __weak
#define __weak __attribute__((weak))
#endif
#ifndef __hidden
#define __hidden __attribute__((visibility("hidden")))
#endif

/* An extern that the kernel resolves: a variable or kfunc of the kernel, or a line of its configuration. */
#define __ksym __attribute__((section(".ksyms")))
#define __kconfig __attribute__((section(".kconfig")))

/* Pointers to kernel objects that a map value may hold. */
#define __kptr_untrusted __attribute__((btf_type_tag("kptr_untrusted")))
#define __kptr __attribute__((btf_type_tag("kptr")))
#define __percpu_kptr __attribute__((btf_type_tag("percpu_kptr")))

/* Facts about the arguments of a global function, for the verifier. */
#define __arg_ctx __attribute__((btf_decl_tag("arg:ctx")))
#define __arg_nonnull __attribute__((btf_decl_tag("arg:nonnull")))
#define __arg_trusted __attribute__((btf_decl_tag("arg:trusted")))
#define __arg_nullable __attribute__((btf_decl_tag("arg:nullable")))

/* Whether this kernel has a __ksym __weak extern; known at load, so the verifier never sees the other branch. */
#define bpf_ksym_exists(symbol) (!!(symbol))

enum libbpf_tristate {
	TRI_NO = 0,
	TRI_YES = 1,
	TRI_MODULE = 2,
};

/* The number of arguments, 0 to 12, and a macro chosen by it: __BPF_BY_COUNT(M, a, b) is M2(a, b). */
#define __BPF_COUNT(...) __BPF_14TH(_, ##__VA_ARGS__, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define __BPF_14TH(a, b, c, d, e, f, g, h, i, j, k, l, m, nth, ...) nth
#define __BPF_BY_COUNT(macro, ...) __BPF_JOIN(macro, __BPF_COUNT(__VA_ARGS__))(__VA_ARGS__)

/*
 * Prints a line to the kernel's trace pipe; the format is a literal, with up to 12 values. The helper that
 * every kernel has takes three, beyond which the values go as an array.
 */
#define bpf_printk(format, ...)                                                                     \
	({                                                                                          \
		static const char __text[] = format;                                                \
		__BPF_JOIN(__bpf_print, __BPF_COUNT(__VA_ARGS__))                                   \
		(__text, sizeof(__text), ##__VA_ARGS__);                                            \
	})

#define __bpf_print0 bpf_trace_printk
#define __bpf_print1 bpf_trace_printk
#define __bpf_print2 bpf_trace_printk
#define __bpf_print3 bpf_trace_printk
#define __bpf_print4 __bpf_print_array
#define __bpf_print5 __bpf_print_array
#define __bpf_print6 __bpf_print_array
#define __bpf_print7 __bpf_print_array
#define __bpf_print8 __bpf_print_array
#define __bpf_print9 __bpf_print_array
#define __bpf_print10 __bpf_print_array
#define __bpf_print11 __bpf_print_array
#define __bpf_print12 __bpf_print_array
#define __bpf_print_array(text, size, ...)                                                          \
	({                                                                                          \
		const __u64 __values[] = { __BPF_BY_COUNT(__bpf_values, __VA_ARGS__) };             \
		bpf_trace_vprintk(text, size, __values, sizeof(__values));                          \
	})

#define __bpf_values1(a) (__u64)(a)
#define __bpf_values2(a, ...) (__u64)(a), __bpf_values1(__VA_ARGS__)
#define __bpf_values3(a, ...) (__u64)(a), __bpf_values2(__VA_ARGS__)
#define __bpf_values4(a, ...) (__u64)(a), __bpf_values3(__VA_ARGS__)
#define __bpf_values5(a, ...) (__u64)(a), __bpf_values4(__VA_ARGS__)
#define __bpf_values6(a, ...) (__u64)(a), __bpf_values5(__VA_ARGS__)
#define __bpf_values7(a, ...) (__u64)(a), __bpf_values6(__VA_ARGS__)
#define __bpf_values8(a, ...) (__u64)(a), __bpf_values7(__VA_ARGS__)
#define __bpf_values9(a, ...) (__u64)(a), __bpf_values8(__VA_ARGS__)
#define __bpf_values10(a, ...) (__u64)(a), __bpf_values9(__VA_ARGS__)
#define __bpf_values11(a, ...) (__u64)(a), __bpf_values10(__VA_ARGS__)
#define __bpf_values12(a, ...) (__u64)(a), __bpf_values11(__VA_ARGS__)
