package io.github.bpfverity.loader.kernel;

/**
 * The commands of bpf(), in the kernel's order and spelling without the {@code BPF_}.
 *
 * <p>Source: {@code enum bpf_cmd} in {@code include/uapi/linux/bpf.h}.
 */
public enum BpfCommand {
    /** {@link Kernel#createMap}. */
    MAP_CREATE,
    /** {@link Kernel#lookup}. */
    MAP_LOOKUP_ELEM,
    /** {@link Kernel#update}. */
    MAP_UPDATE_ELEM,
    /** {@link Kernel#delete}. */
    MAP_DELETE_ELEM,
    /** {@link Kernel#nextKey}. */
    MAP_GET_NEXT_KEY,
    /** {@link Kernel#loadProgram}. */
    PROG_LOAD,
    /** {@link Kernel#pin}. */
    OBJ_PIN,
    /** {@link Kernel#openPinned}. */
    OBJ_GET,
    /** {@link Kernel#attach}. */
    PROG_ATTACH,
    /** {@link Kernel#detach}. */
    PROG_DETACH,
    /** {@link Kernel#testRun}. */
    PROG_TEST_RUN,
    /** {@link Kernel#nextId} of programs. */
    PROG_GET_NEXT_ID,
    /** {@link Kernel#nextId} of maps. */
    MAP_GET_NEXT_ID,
    /** {@link Kernel#openById} of programs. */
    PROG_GET_FD_BY_ID,
    /** {@link Kernel#openById} of maps. */
    MAP_GET_FD_BY_ID,
    /** {@link Kernel#info}. */
    OBJ_GET_INFO_BY_FD,
    /** {@link Kernel#query}. */
    PROG_QUERY,
    /** {@link Kernel#openRawTracepoint}. */
    RAW_TRACEPOINT_OPEN,
    /** {@link Kernel#loadBtf}. */
    BTF_LOAD,
    /** {@link Kernel#openById} of types. */
    BTF_GET_FD_BY_ID,
    /** What a perf event of another process has attached; not used here. */
    TASK_FD_QUERY,
    /** {@link Kernel#lookupAndDelete}. */
    MAP_LOOKUP_AND_DELETE_ELEM,
    /** {@link Kernel#freeze}. */
    MAP_FREEZE,
    /** {@link Kernel#nextId} of types. */
    BTF_GET_NEXT_ID,
    /** {@link Kernel#lookupBatch}. */
    MAP_LOOKUP_BATCH,
    /** {@link Kernel#lookupAndDeleteBatch}. */
    MAP_LOOKUP_AND_DELETE_BATCH,
    /** {@link Kernel#updateBatch}. */
    MAP_UPDATE_BATCH,
    /** {@link Kernel#deleteBatch}. */
    MAP_DELETE_BATCH,
    /** {@link Kernel#createLink}. */
    LINK_CREATE,
    /** {@link Kernel#updateLink}. */
    LINK_UPDATE,
    /** {@link Kernel#openById} of links. */
    LINK_GET_FD_BY_ID,
    /** {@link Kernel#nextId} of links. */
    LINK_GET_NEXT_ID,
    /** {@link Kernel#enableStatistics}. */
    ENABLE_STATS,
    /** {@link Kernel#createIterator}. */
    ITER_CREATE,
    /** {@link Kernel#detachLink}. */
    LINK_DETACH,
    /** {@link Kernel#bindMap}. */
    PROG_BIND_MAP,
    /** {@link Kernel#createToken}. */
    TOKEN_CREATE,
    /** What a program wrote for its user (Linux 6.17); not used here. */
    PROG_STREAM_READ_BY_FD;

    /** The first argument of bpf(). */
    public int number() {
        return ordinal();
    }
}
