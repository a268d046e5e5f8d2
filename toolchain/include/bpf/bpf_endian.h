/* Conversions between the program's byte order and the network's, which is big-endian. */
#pragma once

#include <bpf/bpf_types.h>

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define __bpf_be16(x) __builtin_bswap16(x)
#define __bpf_be32(x) __builtin_bswap32(x)
#define __bpf_be64(x) __builtin_bswap64(x)
#else
#define __bpf_be16(x) ((__u16)(x))
#define __bpf_be32(x) ((__u32)(x))
#define __bpf_be64(x) ((__u64)(x))
#endif

#define bpf_htons(x) __bpf_be16(x)
#define bpf_ntohs(x) __bpf_be16(x)
#define bpf_htonl(x) __bpf_be32(x)
#define bpf_ntohl(x) __bpf_be32(x)
#define bpf_cpu_to_be64(x) __bpf_be64(x)
#define bpf_be64_to_cpu(x) __bpf_be64(x)
