package io.github.bpfverity.loader.kernel;

import io.github.bpfverity.loader.kernel.InfoRequest.Pointer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the kernel says about a loaded program. Source: {@code struct bpf_prog_info}.
 *
 * @param type {@code BPF_PROG_TYPE_*}
 * @param tag a hash of the instructions, 16 hexadecimal digits
 * @param jitedBytes machine code; 0 where the kernel does not tell
 * @param xlatedBytes instructions after the verifier's rewriting
 * @param loadedAt nanoseconds since boot
 * @param createdByUid the user who loaded it
 * @param mapIds the maps it uses
 * @param name at most 15 bytes
 * @param gplCompatible whether its licence is
 * @param btfId its type information, or 0
 * @param runTimeNanos in all its runs, while statistics were on
 * @param runCount its runs, while statistics were on
 * @param verifiedInstructions that the verifier walked
 * @param attachBtfObjectId the BTF that {@code attachBtfId} is in
 * @param attachBtfId what it attaches to
 */
public record ProgramInfo(
        int type,
        int id,
        String tag,
        int jitedBytes,
        int xlatedBytes,
        long loadedAt,
        int createdByUid,
        List<Integer> mapIds,
        String name,
        boolean gplCompatible,
        int btfId,
        long runTimeNanos,
        long runCount,
        int verifiedInstructions,
        int attachBtfObjectId,
        int attachBtfId) {
    private static final int SIZE = 232;
    private static final int MAP_IDS_COUNT = 52;
    private static final int MAP_IDS = 56;

    /** Asks the kernel. */
    public static ProgramInfo of(Kernel kernel, Fd program) {
        Attr info = new Attr(SIZE);
        kernel.info(new InfoRequest(program, info.buffer(), List.of()));
        int maps = info.u32(MAP_IDS_COUNT);
        return new ProgramInfo(
                info.u32(0),
                info.u32(4),
                HexFormat.of().formatHex(info.bytes(8, 8)),
                info.u32(16),
                info.u32(20),
                info.u64(40),
                info.u32(48),
                maps == 0 ? List.of() : mapIds(kernel, program, maps),
                info.text(64, 16),
                (info.u32(84) & 1) != 0,
                info.u32(128),
                info.u64(192),
                info.u64(200),
                info.u32(216),
                info.u32(220),
                info.u32(224));
    }

    /** A second request, now that the number of ids is known. */
    private static List<Integer> mapIds(Kernel kernel, Fd program, int count) {
        Attr ids = new Attr(count * Integer.BYTES);
        Attr info = new Attr(SIZE).u32(MAP_IDS_COUNT, count);
        kernel.info(new InfoRequest(program, info.buffer(), List.of(new Pointer(MAP_IDS, ids.buffer()))));
        return IntStream.range(0, Math.min(count, info.u32(MAP_IDS_COUNT)))
                .mapToObj(i -> ids.u32(i * Integer.BYTES))
                .toList();
    }
}
