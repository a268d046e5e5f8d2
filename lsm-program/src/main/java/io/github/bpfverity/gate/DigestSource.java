package io.github.bpfverity.gate;

import java.util.Optional;

/** How this kernel lets a program read a file's digest; {@code enum gate_digest_source}. */
public enum DigestSource {
    /** It does not: every call would be denied for {@link Reason#UNSUPPORTED_KERNEL}, so do not attach. */
    UNAVAILABLE(0),

    /** {@code struct inode} has the member {@code i_verity_info}, as up to 6.18. */
    FROM_INODE(1),

    /** It has the functions {@code bpf_get_fsverity_digest} and {@code bpf_get_task_exe_file}, as from 6.12 on. */
    FROM_KFUNC(2),

    /**
     * As {@link #FROM_KFUNC}, but the kernel gives no task storage to write the digest to, as from 6.18 on where the
     * CPU lacks cmpxchg16b: every call would be denied for {@link Reason#NO_MEMORY}, so do not attach.
     */
    NO_SCRATCH(3);

    private static final DigestSource[] BY_NUMBER = values();

    private final int number;

    DigestSource(int number) {
        this.number = number;
    }

    /** Whether the gate can decide with it. */
    public boolean usable() {
        return this == FROM_INODE || this == FROM_KFUNC;
    }

    /** The program's number. */
    public int number() {
        return number;
    }

    /** The source of a number; empty for one that this version does not know. */
    public static Optional<DigestSource> of(long number) {
        return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[(int) number]) : Optional.empty();
    }
}
