package io.github.bpfverity.loader.kernel;

import java.util.OptionalInt;

/**
 * bpf(2), one method per command, with no policy inside.
 *
 * <p>Every method throws {@link BpfCallException} when the kernel refuses; where a refusal is an ordinary answer (no
 * such key, no next id) it is returned instead. Methods that return an {@link Fd} hand it over to be closed. All
 * buffers are direct and in native byte order.
 *
 * <p>Source: {@code include/uapi/linux/bpf.h}, whose comment on {@code enum bpf_cmd} describes each command.
 */
public interface Kernel {
    /** {@code BPF_MAP_CREATE}. */
    Fd createMap(MapCreate request);

    /** {@code BPF_MAP_LOOKUP_ELEM}: fills the value in; false where there is no such key. */
    boolean lookup(MapElement request);

    /** {@code BPF_MAP_LOOKUP_AND_DELETE_ELEM}: fills the value in; false where there is no such key. */
    boolean lookupAndDelete(MapElement request);

    /** {@code BPF_MAP_UPDATE_ELEM}. */
    void update(MapElement request);

    /** {@code BPF_MAP_DELETE_ELEM}: false where there was no such key. */
    boolean delete(MapElement request);

    /** {@code BPF_MAP_GET_NEXT_KEY}: writes the next key over the value; false after the last. */
    boolean nextKey(MapElement request);

    /** {@code BPF_MAP_LOOKUP_BATCH}. */
    MapBatch.Result lookupBatch(MapBatch request);

    /** {@code BPF_MAP_LOOKUP_AND_DELETE_BATCH}. */
    MapBatch.Result lookupAndDeleteBatch(MapBatch request);

    /** {@code BPF_MAP_UPDATE_BATCH}. */
    MapBatch.Result updateBatch(MapBatch request);

    /** {@code BPF_MAP_DELETE_BATCH}. */
    MapBatch.Result deleteBatch(MapBatch request);

    /** {@code BPF_MAP_FREEZE}: from now on user space cannot write. */
    void freeze(Fd map);

    /** {@code BPF_BTF_LOAD}. */
    Fd loadBtf(BtfLoad request);

    /** {@code BPF_PROG_LOAD}, tried again where the kernel asks for it with EAGAIN, five times at most. */
    Fd loadProgram(ProgLoad request);

    /** {@code BPF_PROG_TEST_RUN}. */
    ProgTestRun.Result testRun(ProgTestRun request);

    /** {@code BPF_PROG_ATTACH}. */
    void attach(ProgAttach request);

    /** {@code BPF_PROG_DETACH}. */
    void detach(ProgAttach request);

    /** {@code BPF_PROG_QUERY}: ids of the programs attached. */
    int[] query(ProgQuery request);

    /** {@code BPF_PROG_BIND_MAP}: the program keeps the map alive. */
    void bindMap(Fd program, Fd map);

    /** {@code BPF_RAW_TRACEPOINT_OPEN}: also attaches programs whose target was fixed at load. */
    Fd openRawTracepoint(RawTracepointOpen request);

    /** {@code BPF_LINK_CREATE}. */
    Fd createLink(LinkCreate request);

    /** {@code BPF_LINK_UPDATE}. */
    void updateLink(LinkUpdate request);

    /** {@code BPF_LINK_DETACH}: the link stays, attached to nothing. */
    void detachLink(Fd link);

    /** {@code BPF_ITER_CREATE}: reading the descriptor runs the iterator. */
    Fd createIterator(Fd link);

    /** {@code BPF_OBJ_PIN}: gives an object a name on bpffs, which keeps it alive. */
    void pin(Fd object, String path);

    /**
     * {@code BPF_OBJ_GET}: opens what has a name.
     *
     * @param flags {@code BPF_F_RDONLY}, {@code BPF_F_WRONLY} for maps; 0 otherwise
     */
    Fd openPinned(String path, int flags);

    /** {@code BPF_OBJ_GET_INFO_BY_FD}: how many bytes of the structure the kernel knows. */
    int info(InfoRequest request);

    /** {@code BPF_PROG_GET_FD_BY_ID} and its like. */
    Fd openById(ObjectKind kind, int id);

    /** {@code BPF_PROG_GET_NEXT_ID} and its like: the smallest id above {@code id}; empty after the last. */
    OptionalInt nextId(ObjectKind kind, int id);

    /**
     * {@code BPF_ENABLE_STATS}: the kernel measures programs while the descriptor is open.
     *
     * @param type {@code BPF_STATS_RUN_TIME}, which is 0
     */
    Fd enableStatistics(int type);

    /** {@code BPF_TOKEN_CREATE} from an open bpffs. */
    Fd createToken(Fd bpffs);
}
