package io.github.bpfverity.loader.spec;

/** Which BTF type, if any, a program names as its attach target when it is loaded ({@code attach_btf_id}). */
public enum AttachBtf {
    /** None. */
    NONE("", false),
    /** The FUNC of this name: fentry, fexit, fmod_ret. */
    FUNCTION("", true),
    /** The FUNC {@code bpf_lsm_NAME}. */
    LSM_HOOK("bpf_lsm_", true),
    /** The TYPEDEF {@code btf_trace_NAME}. */
    RAW_TRACEPOINT("btf_trace_", true),
    /** The FUNC {@code bpf_iter_NAME}. */
    ITERATOR("bpf_iter_", true),
    /** A FUNC of another BPF program, found in that program's BTF: freplace. */
    BPF_PROGRAM("", false),
    /** The struct of a struct_ops map that names this program in one of its members. */
    STRUCT_OPS("", false);

    private final String namePrefix;
    private final boolean inKernel;

    AttachBtf(String namePrefix, boolean inKernel) {
        this.namePrefix = namePrefix;
        this.inKernel = inKernel;
    }

    /** What stands before the attach target in the name of its BTF type. */
    public String namePrefix() {
        return namePrefix;
    }

    /** Whether the type is looked up by name in vmlinux and modules. */
    public boolean inKernel() {
        return inKernel;
    }
}
