/*
 * The records that the gate's program shares with user space: keys, values, events, settings.
 *
 * Everything is laid out so that it has no hidden padding and is the same for every 64-bit machine. The
 * Java package io.github.bpfverity.gate has a class for each; a test there compares it with this file
 * through the type information of the compiled object, and fails when one of them changes alone.
 */
#pragma once

#include <bpf/bpf_types.h>

/* fs-verity's own numbers; source: include/uapi/linux/fsverity.h. */
enum gate_algorithm {
	GATE_SHA256 = 1,
	GATE_SHA512 = 2,
};

enum { GATE_SHA256_BYTES = 32, GATE_SHA512_BYTES = 64, GATE_DIGEST_BYTES = 64, GATE_COMM_BYTES = 16 };

/*
 * A file's fs-verity digest, and the key of the map gate_allowed. Algorithm and size are part of it, so that
 * digests of two algorithms are never equal; the bytes after the first `size` are zero. The kernel's struct
 * fsverity_digest begins in the same way.
 */
struct gate_digest {
	__u16 algorithm;
	__u16 size;
	__u8 bytes[GATE_DIGEST_BYTES];
} __attribute__((aligned(4)));

/* What a listed file may be; the value of the map gate_allowed. */
enum gate_use {
	GATE_USE_EXECUTABLE = 1 << 0, /* the executable of a process that calls bpf() */
};

struct gate_grant {
	__u32 uses;
};

enum gate_verdict {
	GATE_DENIED = 0,
	GATE_GRANTED = 1,
};

/* Why a call was decided as it was. Numbers stay; new reasons are appended. */
enum gate_reason {
	GATE_LISTED = 0,             /* granted: the executable's digest is listed */
	GATE_KEEPER = 1,             /* granted: the caller is the gatekeeper's own process */
	GATE_NOT_LISTED = 2,         /* the executable's digest is not listed for this use */
	GATE_NO_PROCESS = 3,         /* a kernel thread, or a process on its way out: it has no memory map */
	GATE_NO_EXECUTABLE = 4,      /* the process has no executable file */
	GATE_NO_VERITY = 5,          /* the executable has no fs-verity digest */
	GATE_UNKNOWN_ALGORITHM = 6,  /* a digest of an algorithm or size that this program does not know */
	GATE_UNREADABLE_DIGEST = 7,  /* the kernel gave an error instead of the digest */
	GATE_NO_MEMORY = 8,          /* no memory to read the digest into */
	GATE_UNSUPPORTED_KERNEL = 9, /* this kernel has none of the ways to read a digest */
	GATE_REASONS = 10,
};

/* One decision; the record of the ring buffer gate_events. */
struct gate_event {
	__u64 boot_ns; /* when: nanoseconds since boot, suspended time included */
	__u32 pid;     /* the calling thread ... */
	__u32 tgid;    /* ... and its process, as the initial namespace numbers them */
	__u32 uid;     /* the real user, as the initial namespace numbers them */
	__u32 command; /* the first argument of bpf() */
	enum gate_verdict verdict;
	enum gate_reason reason;
	char comm[GATE_COMM_BYTES];
	struct gate_digest digest; /* all zero where the decision was made without one */
	__u32 reserved;
};

enum { GATE_COUNTED_REASONS = 32 };

/* One processor's share of the counts; the only value of the per-CPU array gate_counters. */
struct gate_counters {
	__u64 decisions[GATE_COUNTED_REASONS]; /* by reason */
	__u64 lost_events;                     /* decisions whose event found the ring buffer full */
};

/* How this kernel lets a program read a file's digest. */
enum gate_digest_source {
	GATE_DIGEST_UNAVAILABLE = 0,
	GATE_DIGEST_FROM_INODE = 1, /* struct inode has i_verity_info: up to 6.18 */
	GATE_DIGEST_FROM_KFUNC = 2, /* bpf_get_fsverity_digest() on a file that is held: 6.12 and later */
	GATE_DIGEST_NO_SCRATCH = 3, /* the same, but the kernel gives no task storage to write the digest to */
};

/*
 * The process that keeps the gate, always granted, and what its kernel offers; the variable gate_keeper. The
 * program gate_claim fills it in for the process that runs it, once, and may be asked before the gate is
 * attached. A start time names a process among all that had its number, and the count of its execs ends the
 * claim when it becomes another program.
 */
struct gate_keeper {
	__u64 start_boot_ns;
	__u64 execs;
	__u32 tgid; /* 0: nobody */
	enum gate_digest_source digest_source;
};

/* For the type information of the object only: names what no map or variable above mentions. */
union gate_records {
	struct gate_event event;
	enum gate_algorithm algorithm;
	enum gate_use use;
};
