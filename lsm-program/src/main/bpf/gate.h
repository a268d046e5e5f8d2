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

enum { GATE_SHA256_BYTES = 32, GATE_SHA512_BYTES = 64, GATE_DIGEST_BYTES = 64, GATE_COMM_BYTES = 16, GATE_PATH_BYTES = 128 };

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
	GATE_USE_MAPPED = 1 << 1,     /* code that such a process maps: a library, the dynamic loader */
};

/*
 * The map uses the memory of a deleted entry again at once, so what is read of an entry may be another's: `tag`, which is
 * the first four bytes of the digest, is read together with `uses` and tells.
 */
struct gate_grant {
	__u32 tag;
	__u32 uses;
} __attribute__((aligned(8)));

/* How much of a caller has to be listed; the setting gate_scope. */
enum gate_scope {
	GATE_SCOPE_EXE = 0,     /* its executable */
	GATE_SCOPE_PROCESS = 1, /* all code that it ever mapped, and nobody may have tampered with it */
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
	GATE_UNKNOWN_HISTORY = 10,   /* listed, but executed before the gate could watch what it maps */
	GATE_NO_RECORD = 11,         /* listed, but when it was executed there was no room to record what it maps */
	GATE_ANONYMOUS_CODE = 12,    /* it made memory executable that is no file */
	GATE_WRITABLE_CODE = 13,     /* it made memory executable and writable at once */
	GATE_UNLISTED_CODE = 14,     /* it mapped a file executable whose digest is not listed */
	GATE_CHANGED_CODE = 15,      /* it made pages of a file executable that it had written to */
	GATE_TRACED = 16,            /* it is traced, or was when it was executed */
	GATE_BORROWED_MEMORY = 17,   /* its memory is another process's, as after vfork() */
	GATE_READ_IS_EXECUTE = 18,   /* its personality makes all its memory executable */
	GATE_TOO_MANY_FILES = 19,    /* it mapped more files executable than the gate can remember */
	GATE_REVOKED_CODE = 20,      /* a file that it mapped executable is no longer listed */
	GATE_GRANTED_PROCESS = 21,   /* granted: this one process has a grant */
	GATE_OWN_OBJECT = 22,        /* it may call bpf(), but asked for an object of the gate */
	GATE_PROTECTED_PROCESS = 23, /* it asked to trace a process that the gate trusts, or such a one to be traced */
	GATE_FORGED_MEMORY_MAP = 24, /* it asked to change what the kernel knows of its memory: PR_SET_MM */
	GATE_MOVED_CODE = 25,        /* it moved code to another address */
	GATE_OPENED_MEMORY = 26,     /* it opened a /proc/PID/mem for writing, through which code can be changed */
	GATE_OFF_SWITCH = 27,        /* it asked for the switch that takes the gate's programs out of the kernel's way */
	GATE_SECURITY_OVERRIDE = 28, /* it asked to load a program whose answer the kernel would take for the gate's */
	GATE_LOCKED_PIN = 29,        /* it would take away what keeps the gate, which is locked */
	GATE_PROBED_CODE = 30,       /* there are or were breakpoints in its code, by which the kernel changes that; or it
				        asked for such and may not call bpf() */
	GATE_REASONS = 31,
};

/* Where a decision was made. */
enum gate_hook {
	GATE_HOOK_BPF = 0,
	GATE_HOOK_BPF_MAP = 1,
	GATE_HOOK_BPF_PROG = 2,
	GATE_HOOK_PTRACE = 3,
	GATE_HOOK_PRCTL = 4,
	GATE_HOOK_OPEN = 5,
	GATE_HOOK_PIN = 6,   /* a file on bpffs is opened, removed or renamed */
	GATE_HOOK_MOUNT = 7, /* a mount is removed, moved or changed */
	GATE_HOOK_PERF_EVENT = 8,
};

/* One decision, or several that are alike; the record of the ring buffer gate_events. */
struct gate_event {
	__u64 boot_ns; /* when: nanoseconds since boot, suspended time included */
	__u32 pid;     /* the calling thread ... */
	__u32 tgid;    /* ... and its process, as the initial namespace numbers them */
	__u32 uid;     /* the real user, as the initial namespace numbers them */
	__u32 command; /* of bpf(), its first argument; of ptrace, the other process; of prctl(), the option;
			  of a pin, the low half of its inode's number; of a mount, its device; else 0 */
	enum gate_verdict verdict;
	enum gate_reason reason;
	char comm[GATE_COMM_BYTES];
	struct gate_digest digest; /* all zero where the decision was made without one */
	enum gate_hook hook;
	__u64 calls;   /* how many calls it stands for; above 1 where granted calls were repeated, and then of any thread */
	char path[GATE_PATH_BYTES]; /* of the executable, as its process sees it, where bpf() was denied; empty if there is
				       none, it is longer, or this kernel does not let it be read; bytes after its end mean
				       nothing */
};

enum { GATE_COUNTED_REASONS = 32 };

/* One processor's share of the counts; the only value of the per-CPU array gate_counters. */
struct gate_counters {
	__u64 decisions[GATE_COUNTED_REASONS]; /* by reason */
	__u64 lost_events;                     /* decisions whose event found the ring buffer full; of one that stands for
						  several, all of them */
	__u64 joined;                          /* decisions that an event stands for beside its first */
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

/*
 * What stops attacks, one bit each. A test build has the setting gate_without, with the bits of what it leaves out;
 * the tests show with it that an attack is stopped by what should stop it, and not by accident.
 */
enum gate_protection {
	GATE_PROTECT_USES = 1 << 0,        /* the executable has to be listed as such */
	GATE_PROTECT_HISTORY = 1 << 1,     /* executed under the gate's eyes */
	GATE_PROTECT_FILES = 1 << 2,       /* mapped files have to be listed */
	GATE_PROTECT_ANONYMOUS = 1 << 3,   /* no code without a file */
	GATE_PROTECT_WRITABLE = 1 << 4,    /* no writable code */
	GATE_PROTECT_CHANGED = 1 << 5,     /* no code that was written to */
	GATE_PROTECT_OWNER = 1 << 6,       /* no calls by who shares a process's memory */
	GATE_PROTECT_TRACED = 1 << 7,      /* no calls by traced processes */
	GATE_PROTECT_PERSONALITY = 1 << 8, /* no personality that makes memory executable */
	GATE_PROTECT_RECHECK = 1 << 9,     /* revoking reaches processes that run */
	GATE_PROTECT_PTRACE = 1 << 10,     /* no tracing of trusted processes */
	GATE_PROTECT_SET_MM = 1 << 11,     /* no prctl(PR_SET_MM) */
	GATE_PROTECT_OBJECTS = 1 << 12,    /* the gate's own objects are the keeper's */
	GATE_PROTECT_VERITY = 1 << 13,     /* a file has to have a digest */
	GATE_PROTECT_LISTED = 1 << 14,     /* a digest has to be listed */
	GATE_PROTECT_MOVED = 1 << 15,      /* no code that was moved */
	GATE_PROTECT_MEMORY = 1 << 16,     /* no writing to /proc/PID/mem */
	GATE_PROTECT_OFF_SWITCH = 1 << 17, /* no turning off of what runs the gate's programs */
	GATE_PROTECT_PINS = 1 << 18,       /* nobody removes the pins of a locked gate */
	GATE_PROTECT_PROBES = 1 << 19,     /* no calls by who has uprobes in its code, none by who may not call bpf() */
	GATE_PROTECT_ANSWERS = 1 << 20,    /* no program answers for the gate */
};

/*
 * A process among all that had or will have its number, from one exec to the next. A start time tells it from
 * those before and after, and the count of its execs, which begins with its forebears' and only grows, ends it.
 */
struct gate_identity {
	__u64 start_boot_ns;
	__u64 execs;
	__u32 tgid;
	__u32 reserved;
};

/* What is known of a process; bits. A child has GATE_PROCESS_LISTED from its parent, and what was done to it. */
enum gate_standing {
	GATE_PROCESS_LISTED = 1 << 0,  /* its executable was listed when it was executed */
	GATE_PROCESS_GRANTED = 1 << 1, /* it may call bpf(), whatever code it has */
	GATE_PROCESS_KEEPER = 1 << 2,  /* it keeps the gate */
	GATE_PROCESS_TRACED = 1 << 3,  /* it was traced when it was executed */
	GATE_PROCESS_GUARDED = 1 << 4, /* no more than protected from its neighbours, until the keeper knows more */
	GATE_PROCESS_PROBED = 1 << 5,  /* uprobes were put into its code */
	GATE_PROCESS_MOVING = 1 << 6,  /* it moves memory, and gate_move has not seen yet what */
};

enum { GATE_MAPPED_FILES = 64 };

/* Calls of a process that were granted like the one before them, and counted instead of told; all zero if none was told. */
struct gate_repeats {
	__u64 since_boot_ns; /* when the one before them was told */
	__u64 calls;         /* since then */
	__u32 command;       /* and what else they have in common */
	__u32 uid;
	enum gate_reason reason;
	__u32 reserved;
	char comm[GATE_COMM_BYTES];
};

/*
 * A memory map that the gate follows from exec to its end; the value of the map gate_processes, whose key is the
 * address of the kernel's struct mm_struct. Not the process is the key, because memory can have several: what a
 * vfork() child does to it, it does to its parent.
 */
struct gate_process {
	struct gate_identity owner; /* the one process that may call bpf() with it */
	__u64 checked;              /* policy generation << 32 | number of files that were looked up in that policy */
	enum gate_reason reason;    /* GATE_LISTED, or why its code can no longer be trusted; never goes back */
	__u32 standing;             /* of enum gate_standing */
	__u32 file_count;           /* files mapped executable; files[0] is the executable */
	__u32 guest;                /* 1 if it counts among those of other users than root */
	struct gate_digest files[GATE_MAPPED_FILES];
	struct gate_repeats repeats;
};

/* The kind of an object of the kernel's. */
enum gate_object_kind {
	GATE_OBJECT_MAP = 1,
	GATE_OBJECT_PROGRAM = 2,
	GATE_OBJECT_LINK = 3,
	GATE_OBJECT_FUNCTION = 4, /* of the kernel, by its number in the kernel's type information */
	GATE_OBJECT_ANSWER = 5,   /* the same, where the kernel takes any answer of an LSM program, also one above 0 */
};

/*
 * One of the gate's own objects, or a function whose answer is the gate's own; the key of the map gate_own, which
 * the keeper fills.
 */
struct gate_object {
	enum gate_object_kind kind;
	__u32 id;
};

/*
 * Where a pinned gate is; the key of the map gate_places, whose value are bits of enum gate_place_trait. With an
 * inode and a device it is a file, with a device alone a file system, with an inode alone a mount namespace.
 */
struct gate_place {
	__u64 inode;
	__u32 device; /* as the kernel has it: major << 20 | minor */
	__u32 reserved;
};

enum gate_place_trait {
	GATE_PLACE_KEPT = 1 << 0,      /* a file that nobody but the keeper opens */
	GATE_PLACE_FIXED = 1 << 1,     /* a file or folder that nobody removes or renames */
	GATE_PLACE_MOUNTED = 1 << 2,   /* a file system that nobody unmounts, moves or remounts */
	GATE_PLACE_ABOVE = 1 << 3,     /* one that carries it: nobody moves it, or unmounts it with all that it carries */
	GATE_PLACE_ROOT = 1 << 4,      /* the root, which carries it too; the same, but only in the namespace */
	GATE_PLACE_NAMESPACE = 1 << 5, /* the mount namespace of all this */
};

/* What the keeper wants of the program gate_find. */
enum gate_action {
	GATE_ACTION_FIND = 0,       /* nothing but the answers */
	GATE_ACTION_GUARD = 1,      /* from now on, nobody may trace it */
	GATE_ACTION_GRANT = 2,      /* it may call bpf() until it ends or executes a program */
	GATE_ACTION_GRANT_NEXT = 3, /* the program that it executes next may, and no further one */
	GATE_ACTION_WITHDRAW = 4,   /* it may not, and neither may the program that it executes next */
};

/*
 * A request of the keeper's and its answers; the variable gate_request. To grant without a gap: guard, then find,
 * and grant only if `traced` is 0: who traced it before the guard shows, and nobody can begin after it.
 */
struct gate_request {
	__u32 tgid; /* the process, as the initial namespace numbers it */
	enum gate_action action;
	__u32 found;  /* answer: 1 if there is the process and the action is done */
	__u32 traced; /* answer: how many of its threads are traced */
	struct gate_identity process; /* answer */
};

/*
 * What is read and written without bpf() while the gate is attached; the one value of the map gate_control, which can
 * be mapped. Who has a descriptor of it can make itself the keeper.
 */
struct gate_control {
	__u32 generation; /* of the policy: add 1 after each change of gate_allowed */
	__u32 heir;       /* 0, or the process that becomes the keeper when it next calls bpf() ... */
	__u64 heir_start; /* ... if it was started then: in hundredths of a second since boot, as /proc/PID/stat has it */
};

/* For the type information of the object only: names what no map or variable above mentions. */
union gate_records {
	struct gate_event event;
	enum gate_algorithm algorithm;
	enum gate_use use;
	enum gate_scope scope;
	enum gate_standing standing;
	enum gate_protection protection;
	enum gate_place_trait trait;
};
