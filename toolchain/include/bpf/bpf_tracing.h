/*
 * Typed arguments for programs whose context is an array of 64-bit words: fentry, fexit, fmod_ret, lsm,
 * tp_btf, raw_tp, struct_ops and iterators.
 */
#pragma once

#include <bpf/bpf_helpers.h>

/*
 * BPF_PROG(name, int a, struct file *b) { ... } defines the program "name", whose body sees the arguments
 * and, as ctx, the context they came from.
 */
#define BPF_PROG(name, ...)                                                                         \
	name(unsigned long long *ctx);                                                              \
	static __always_inline __typeof__(name(0))                                                  \
		__body_of_##name(unsigned long long *ctx, ##__VA_ARGS__);                           \
	__typeof__(name(0)) name(unsigned long long *ctx)                                           \
	{                                                                                           \
		_Pragma("clang diagnostic push")                                                    \
		_Pragma("clang diagnostic ignored \"-Wint-conversion\"")                            \
		return __body_of_##name(__BPF_JOIN(__bpf_words, __BPF_COUNT(__VA_ARGS__)));         \
		_Pragma("clang diagnostic pop")                                                     \
	}                                                                                           \
	static __always_inline __typeof__(name(0))                                                  \
		__body_of_##name(unsigned long long *ctx __attribute__((unused)), ##__VA_ARGS__)

#define __bpf_words0 ctx
#define __bpf_words1 __bpf_words0, ctx[0]
#define __bpf_words2 __bpf_words1, ctx[1]
#define __bpf_words3 __bpf_words2, ctx[2]
#define __bpf_words4 __bpf_words3, ctx[3]
#define __bpf_words5 __bpf_words4, ctx[4]
#define __bpf_words6 __bpf_words5, ctx[5]
#define __bpf_words7 __bpf_words6, ctx[6]
#define __bpf_words8 __bpf_words7, ctx[7]
#define __bpf_words9 __bpf_words8, ctx[8]
#define __bpf_words10 __bpf_words9, ctx[9]
#define __bpf_words11 __bpf_words10, ctx[10]
#define __bpf_words12 __bpf_words11, ctx[11]
