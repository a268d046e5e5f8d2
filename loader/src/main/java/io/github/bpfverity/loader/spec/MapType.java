package io.github.bpfverity.loader.spec;

/** The kernel's map types: {@code enum bpf_map_type} of {@code include/uapi/linux/bpf.h}. */
public final class MapType {
    /** {@code BPF_MAP_TYPE_UNSPEC}. */
    public static final int UNSPEC = 0;

    /** {@code BPF_MAP_TYPE_HASH}. */
    public static final int HASH = 1;

    /** {@code BPF_MAP_TYPE_ARRAY}. */
    public static final int ARRAY = 2;

    /** {@code BPF_MAP_TYPE_PROG_ARRAY}. */
    public static final int PROG_ARRAY = 3;

    /** {@code BPF_MAP_TYPE_PERF_EVENT_ARRAY}. */
    public static final int PERF_EVENT_ARRAY = 4;

    /** {@code BPF_MAP_TYPE_PERCPU_HASH}. */
    public static final int PERCPU_HASH = 5;

    /** {@code BPF_MAP_TYPE_PERCPU_ARRAY}. */
    public static final int PERCPU_ARRAY = 6;

    /** {@code BPF_MAP_TYPE_STACK_TRACE}. */
    public static final int STACK_TRACE = 7;

    /** {@code BPF_MAP_TYPE_CGROUP_ARRAY}. */
    public static final int CGROUP_ARRAY = 8;

    /** {@code BPF_MAP_TYPE_LRU_HASH}. */
    public static final int LRU_HASH = 9;

    /** {@code BPF_MAP_TYPE_LRU_PERCPU_HASH}. */
    public static final int LRU_PERCPU_HASH = 10;

    /** {@code BPF_MAP_TYPE_LPM_TRIE}. */
    public static final int LPM_TRIE = 11;

    /** {@code BPF_MAP_TYPE_ARRAY_OF_MAPS}. */
    public static final int ARRAY_OF_MAPS = 12;

    /** {@code BPF_MAP_TYPE_HASH_OF_MAPS}. */
    public static final int HASH_OF_MAPS = 13;

    /** {@code BPF_MAP_TYPE_DEVMAP}. */
    public static final int DEVMAP = 14;

    /** {@code BPF_MAP_TYPE_SOCKMAP}. */
    public static final int SOCKMAP = 15;

    /** {@code BPF_MAP_TYPE_CPUMAP}. */
    public static final int CPUMAP = 16;

    /** {@code BPF_MAP_TYPE_XSKMAP}. */
    public static final int XSKMAP = 17;

    /** {@code BPF_MAP_TYPE_SOCKHASH}. */
    public static final int SOCKHASH = 18;

    /** {@code BPF_MAP_TYPE_CGROUP_STORAGE}. */
    public static final int CGROUP_STORAGE = 19;

    /** {@code BPF_MAP_TYPE_REUSEPORT_SOCKARRAY}. */
    public static final int REUSEPORT_SOCKARRAY = 20;

    /** {@code BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE}. */
    public static final int PERCPU_CGROUP_STORAGE = 21;

    /** {@code BPF_MAP_TYPE_QUEUE}. */
    public static final int QUEUE = 22;

    /** {@code BPF_MAP_TYPE_STACK}. */
    public static final int STACK = 23;

    /** {@code BPF_MAP_TYPE_SK_STORAGE}. */
    public static final int SK_STORAGE = 24;

    /** {@code BPF_MAP_TYPE_DEVMAP_HASH}. */
    public static final int DEVMAP_HASH = 25;

    /** {@code BPF_MAP_TYPE_STRUCT_OPS}. */
    public static final int STRUCT_OPS = 26;

    /** {@code BPF_MAP_TYPE_RINGBUF}. */
    public static final int RINGBUF = 27;

    /** {@code BPF_MAP_TYPE_INODE_STORAGE}. */
    public static final int INODE_STORAGE = 28;

    /** {@code BPF_MAP_TYPE_TASK_STORAGE}. */
    public static final int TASK_STORAGE = 29;

    /** {@code BPF_MAP_TYPE_BLOOM_FILTER}. */
    public static final int BLOOM_FILTER = 30;

    /** {@code BPF_MAP_TYPE_USER_RINGBUF}. */
    public static final int USER_RINGBUF = 31;

    /** {@code BPF_MAP_TYPE_CGRP_STORAGE}. */
    public static final int CGRP_STORAGE = 32;

    /** {@code BPF_MAP_TYPE_ARENA}. */
    public static final int ARENA = 33;

    private static final String[] NAMES = {
        "unspec",
        "hash",
        "array",
        "prog_array",
        "perf_event_array",
        "percpu_hash",
        "percpu_array",
        "stack_trace",
        "cgroup_array",
        "lru_hash",
        "lru_percpu_hash",
        "lpm_trie",
        "array_of_maps",
        "hash_of_maps",
        "devmap",
        "sockmap",
        "cpumap",
        "xskmap",
        "sockhash",
        "cgroup_storage",
        "reuseport_sockarray",
        "percpu_cgroup_storage",
        "queue",
        "stack",
        "sk_storage",
        "devmap_hash",
        "struct_ops",
        "ringbuf",
        "inode_storage",
        "task_storage",
        "bloom_filter",
        "user_ringbuf",
        "cgrp_storage",
        "arena",
    };

    private MapType() {}

    /** The lower-case name of a type, without {@code BPF_MAP_TYPE_}; the number itself if it is newer than this table. */
    public static String name(int type) {
        return type >= 0 && type < NAMES.length ? NAMES[type] : Integer.toString(type);
    }
}
