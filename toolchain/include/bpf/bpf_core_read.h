/*
 * Access to kernel types whose layout is known only at load (CO-RE).
 *
 * clang records each access in .BTF.ext as a relocation, and the loader puts in the value for the running
 * kernel. The kinds are clang's, see the documentation of BPF CO-RE relocations in the kernel's
 * Documentation/bpf/llvm_reloc.rst. Declare types with __attribute__((preserve_access_index)), or only the
 * members a program reads, in any order; NAME___suffix is another version of the kernel type NAME.
 */
#pragma once

#include <bpf/bpf_helpers.h>

#define __core __attribute__((preserve_access_index))

/* Facts about fields. A field is a pointer's member, p->member, or (type, member). */
#define bpf_core_field_exists(...) __builtin_preserve_field_info(__core_field(__VA_ARGS__), 2)
#define bpf_core_field_offset(...) __builtin_preserve_field_info(__core_field(__VA_ARGS__), 0)
#define bpf_core_field_size(...) __builtin_preserve_field_info(__core_field(__VA_ARGS__), 1)

#define __core_field(...) __BPF_BY_COUNT(__core_field, __VA_ARGS__)
#define __core_field1(expression) expression
#define __core_field2(type, member) ((__typeof__(type) *)0)->member

/* Facts about types. */
#define bpf_core_type_id_local(type) __builtin_btf_type_id(*__core_type(type), 0)
#define bpf_core_type_id_kernel(type) __builtin_btf_type_id(*__core_type(type), 1)
#define bpf_core_type_exists(type) __builtin_preserve_type_info(*__core_type(type), 0)
#define bpf_core_type_size(type) __builtin_preserve_type_info(*__core_type(type), 1)
#define bpf_core_type_matches(type) __builtin_preserve_type_info(*__core_type(type), 2)

#define __core_type(type) ((__typeof__(type) *)0)

/* Facts about enumerators: bpf_core_enum_value(enum bpf_map_type, BPF_MAP_TYPE_HASH). */
#define bpf_core_enum_value_exists(type, name) __builtin_preserve_enum_value(__core_enum(type, name), 0)
#define bpf_core_enum_value(type, name) __builtin_preserve_enum_value(__core_enum(type, name), 1)

#define __core_enum(type, name) (*(__typeof__(type) *)name)

/* Copies out of kernel memory that may not be there: zero, or an error and a destination of zeros. */
#define bpf_core_read(destination, size, source)                                                    \
	bpf_probe_read_kernel(destination, size, (const void *)__builtin_preserve_access_index(source))
#define bpf_core_read_str(destination, size, source)                                                \
	bpf_probe_read_kernel_str(destination, size, (const void *)__builtin_preserve_access_index(source))

/* Reads a bitfield of any width and place, as a 64-bit value. */
#define BPF_CORE_READ_BITFIELD_PROBED(pointer, field)                                               \
	({                                                                                          \
		__u64 __bits = 0;                                                                   \
		const __u32 __size = __builtin_preserve_field_info((pointer)->field, 1);            \
		const void *__at = (const void *)(pointer) +                                        \
				   __builtin_preserve_field_info((pointer)->field, 0);              \
		bpf_probe_read_kernel(__core_low_bytes(__bits, __size), __size, __at);              \
		__bits <<= __builtin_preserve_field_info((pointer)->field, 4);                      \
		__builtin_preserve_field_info((pointer)->field, 3) ?                                \
			(__u64)((__s64)__bits >> __builtin_preserve_field_info((pointer)->field, 5)) : \
			__bits >> __builtin_preserve_field_info((pointer)->field, 5);               \
	})
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define __core_low_bytes(value, size) ((void *)&(value))
#else
#define __core_low_bytes(value, size) ((void *)&(value) + sizeof(value) - (size))
#endif

/*
 * Follows pointers through kernel memory: BPF_CORE_READ(task, mm, exe_file) reads task->mm->exe_file. A
 * pointer that cannot be followed reads as zero, and so does all that would come after it.
 */
#define BPF_CORE_READ(source, ...)                                                                  \
	({                                                                                          \
		__typeof__(__core_path(source, __VA_ARGS__)) __value;                               \
		BPF_CORE_READ_INTO(&__value, source, __VA_ARGS__);                                  \
		__value;                                                                            \
	})
#define BPF_CORE_READ_INTO(destination, source, ...)                                                \
	__BPF_JOIN(__core_into, __BPF_COUNT(__VA_ARGS__))(destination, bpf_core_read, source, __VA_ARGS__)
#define BPF_CORE_READ_STR_INTO(destination, source, ...)                                            \
	__BPF_JOIN(__core_into, __BPF_COUNT(__VA_ARGS__))(destination, bpf_core_read_str, source, __VA_ARGS__)

#define __core_path(source, ...) __BPF_JOIN(__core_path, __BPF_COUNT(__VA_ARGS__))(source, __VA_ARGS__)
#define __core_path1(source, a) (source)->a
#define __core_path2(source, a, ...) __core_path1((source)->a, __VA_ARGS__)
#define __core_path3(source, a, ...) __core_path2((source)->a, __VA_ARGS__)
#define __core_path4(source, a, ...) __core_path3((source)->a, __VA_ARGS__)
#define __core_path5(source, a, ...) __core_path4((source)->a, __VA_ARGS__)
#define __core_path6(source, a, ...) __core_path5((source)->a, __VA_ARGS__)
#define __core_path7(source, a, ...) __core_path6((source)->a, __VA_ARGS__)
#define __core_path8(source, a, ...) __core_path7((source)->a, __VA_ARGS__)
#define __core_path9(source, a, ...) __core_path8((source)->a, __VA_ARGS__)

#define __core_into1(destination, last, source, a) last(destination, sizeof(*(destination)), &(source)->a)
/* One level each: a macro cannot expand to itself. */
#define __core_into2(destination, last, source, a, ...)                                             \
	({                                                                                          \
		__typeof__((source)->a) __step2 = 0;                                                \
		bpf_core_read(&__step2, sizeof(__step2), &(source)->a);                             \
		__core_into1(destination, last, __step2, __VA_ARGS__);                              \
	})
#define __core_into3(destination, last, source, a, ...)                                             \
	({                                                                                          \
		__typeof__((source)->a) __step3 = 0;                                                \
		bpf_core_read(&__step3, sizeof(__step3), &(source)->a);                             \
		__core_into2(destination, last, __step3, __VA_ARGS__);                              \
	})
#define __core_into4(destination, last, source, a, ...)                                             \
	({                                                                                          \
		__typeof__((source)->a) __step4 = 0;                                                \
		bpf_core_read(&__step4, sizeof(__step4), &(source)->a);                             \
		__core_into3(destination, last, __step4, __VA_ARGS__);                              \
	})
#define __core_into5(destination, last, source, a, ...)                                             \
	({                                                                                          \
		__typeof__((source)->a) __step5 = 0;                                                \
		bpf_core_read(&__step5, sizeof(__step5), &(source)->a);                             \
		__core_into4(destination, last, __step5, __VA_ARGS__);                              \
	})
#define __core_into6(destination, last, source, a, ...)                                             \
	({                                                                                          \
		__typeof__((source)->a) __step6 = 0;                                                \
		bpf_core_read(&__step6, sizeof(__step6), &(source)->a);                             \
		__core_into5(destination, last, __step6, __VA_ARGS__);                              \
	})
#define __core_into7(destination, last, source, a, ...)                                             \
	({                                                                                          \
		__typeof__((source)->a) __step7 = 0;                                                \
		bpf_core_read(&__step7, sizeof(__step7), &(source)->a);                             \
		__core_into6(destination, last, __step7, __VA_ARGS__);                              \
	})
#define __core_into8(destination, last, source, a, ...)                                             \
	({                                                                                          \
		__typeof__((source)->a) __step8 = 0;                                                \
		bpf_core_read(&__step8, sizeof(__step8), &(source)->a);                             \
		__core_into7(destination, last, __step8, __VA_ARGS__);                              \
	})
#define __core_into9(destination, last, source, a, ...)                                             \
	({                                                                                          \
		__typeof__((source)->a) __step9 = 0;                                                \
		bpf_core_read(&__step9, sizeof(__step9), &(source)->a);                             \
		__core_into8(destination, last, __step9, __VA_ARGS__);                              \
	})
