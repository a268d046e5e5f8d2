package io.github.bpfverity.loader.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What {@code BPF_PROG_LOAD} is asked for. Source: {@code union bpf_attr}.
 *
 * @param type {@code BPF_PROG_TYPE_*}
 * @param expectedAttachType {@code BPF_*} of {@code enum bpf_attach_type}
 * @param name cut to 15 bytes
 * @param code instructions, each as the kernel's 8-byte {@code struct bpf_insn} in native byte order
 * @param license decides whether GPL-only helpers may be called
 * @param kernelVersion of old kprobe programs; 0 otherwise
 * @param flags {@code BPF_F_*}
 * @param ifindex the device of an offloaded program, or 0
 * @param attachTo what a program that is tied to a kernel type at load attaches to
 * @param debug func and line info
 * @param fdArray descriptors that instructions name by index; empty for none
 * @param log where the verifier writes
 * @param token a BPF token
 */
public record ProgLoad(
        int type,
        int expectedAttachType,
        String name,
        long[] code,
        String license,
        int kernelVersion,
        int flags,
        int ifindex,
        @Nullable AttachTo attachTo,
        @Nullable Debug debug,
        int[] fdArray,
        @Nullable Log log,
        @Nullable Fd token) {

    private static final int BPF_F_TOKEN_FD = 1 << 16;
    private static final int SIZE = 152;
    private static final int LOG_TRUE_SIZE = 140;

    /**
     * A BTF type id, and where it is: in a program, in a module's BTF, or, for null, in vmlinux.
     *
     * @param typeId {@code attach_btf_id}
     * @param programOrBtf {@code attach_prog_fd} or {@code attach_btf_obj_fd}
     */
    public record AttachTo(int typeId, @Nullable Fd programOrBtf) {}

    /**
     * Which BTF function and source line an instruction belongs to.
     *
     * @param btf what {@code BPF_BTF_LOAD} gave
     * @param functions records of {@code functionSize} bytes, native byte order
     * @param lines records of {@code lineSize} bytes, native byte order
     */
    public record Debug(Fd btf, byte[] functions, int functionSize, byte[] lines, int lineSize) {}

    /** The least that loads: no attach target, no debug info, no log. */
    public static ProgLoad of(int type, int expectedAttachType, String name, long[] code, String license) {
        return new ProgLoad(type, expectedAttachType, name, code, license, 0, 0, 0, null, null, new int[0], null, null);
    }

    /** The same program with other instructions. */
    public ProgLoad withCode(long[] newCode) {
        return new ProgLoad(
                type,
                expectedAttachType,
                name,
                newCode,
                license,
                kernelVersion,
                flags,
                ifindex,
                attachTo,
                debug,
                fdArray,
                log,
                token);
    }

    /** The same with room for a log, or without. */
    public ProgLoad withLog(@Nullable Log newLog) {
        return new ProgLoad(
                type,
                expectedAttachType,
                name,
                code,
                license,
                kernelVersion,
                flags,
                ifindex,
                attachTo,
                debug,
                fdArray,
                newLog,
                token);
    }

    Attr encode(Memory memory) {
        Attr attr = Attr.ofThread(SIZE)
                .u32(0, type)
                .u32(4, code.length)
                .u64(8, memory.copy(code))
                .u64(16, memory.string(license))
                .u32(40, kernelVersion)
                .u32(44, flags | (token == null ? 0 : BPF_F_TOKEN_FD))
                .name(48, name)
                .u32(64, ifindex)
                .u32(68, expectedAttachType)
                .u64(120, memory.copy(fdArray))
                .fd(144, token);
        if (log != null) {
            attr.u32(24, log.level()).u32(28, log.size()).u64(32, memory.addressOf(log.buffer()));
        }
        if (attachTo != null) {
            attr.u32(108, attachTo.typeId()).fd(112, attachTo.programOrBtf());
        }
        if (debug != null) {
            encode(debug, attr, memory);
        }
        return attr;
    }

    private static void encode(Debug debug, Attr attr, Memory memory) {
        attr.fd(72, debug.btf());
        if (debug.functions().length > 0) {
            attr.u32(76, debug.functionSize())
                    .u64(80, memory.copy(debug.functions()))
                    .u32(88, debug.functions().length / debug.functionSize());
        }
        if (debug.lines().length > 0) {
            attr.u32(92, debug.lineSize())
                    .u64(96, memory.copy(debug.lines()))
                    .u32(104, debug.lines().length / debug.lineSize());
        }
    }

    /** Takes what the kernel wrote into the request. */
    void decode(Attr attr) {
        if (log != null) {
            log.neededSize(attr.u32(LOG_TRUE_SIZE));
        }
    }
}
