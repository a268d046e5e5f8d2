package io.github.bpfverity.gate;

import java.util.Optional;

/** Why a call was decided as it was; {@code enum gate_reason}. */
public enum Reason {
    LISTED(0, Verdict.GRANTED, "its executable is listed", ""),
    KEEPER(1, Verdict.GRANTED, "it is the gatekeeper", ""),
    NOT_LISTED(2, Verdict.DENIED, "its executable's digest is not listed", "list the file"),
    NO_PROCESS(3, Verdict.DENIED, "it is a kernel thread or about to end", ""),
    NO_EXECUTABLE(4, Verdict.DENIED, "it has no executable file", ""),
    NO_VERITY(5, Verdict.DENIED, "its executable has no fs-verity digest", "enable fs-verity on the file and list it"),
    UNKNOWN_ALGORITHM(
            6,
            Verdict.DENIED,
            "its executable's digest is of an unknown algorithm",
            "enable fs-verity on a copy of the file with sha256 or sha512, and list that"),
    UNREADABLE_DIGEST(7, Verdict.DENIED, "the kernel did not give its executable's digest", ""),
    NO_MEMORY(
            8,
            Verdict.DENIED,
            "there was no memory to read its executable's digest into",
            "try again; if it never works, the CPU may lack cmpxchg16b, which kernels from 6.18 need for this"),
    UNSUPPORTED_KERNEL(
            9,
            Verdict.DENIED,
            "this kernel lets no program read a file's digest",
            "use a kernel from 6.1 on that is built with CONFIG_FS_VERITY and CONFIG_DEBUG_INFO_BTF");

    private static final Reason[] BY_NUMBER = values();

    private final int number;
    private final Verdict verdict;
    private final String words;
    private final String remedy;

    Reason(int number, Verdict verdict, String words, String remedy) {
        this.number = number;
        this.verdict = verdict;
        this.words = words;
        this.remedy = remedy;
    }

    /** The program's number. */
    public int number() {
        return number;
    }

    /** What a call is answered for this reason. */
    public Verdict verdict() {
        return verdict;
    }

    /** The reason as a clause about the calling process, such as {@code its executable is listed}. */
    public String words() {
        return words;
    }

    /** What to do to have such calls granted, as a clause; empty if there is nothing. */
    public String remedy() {
        return remedy;
    }

    /** The reason of a number; empty for one that this version does not know. */
    public static Optional<Reason> of(long number) {
        return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[(int) number]) : Optional.empty();
    }
}
