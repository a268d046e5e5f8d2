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
            "use a kernel from 6.1 on that is built with CONFIG_FS_VERITY and CONFIG_DEBUG_INFO_BTF"),
    UNKNOWN_HISTORY(
            10,
            Verdict.DENIED,
            "it was executed before the gate could watch what it maps, or before its executable was listed",
            "execute it again"),
    NO_RECORD(
            11,
            Verdict.DENIED,
            "there were too many listed processes to watch when it was executed",
            "execute it again when fewer are running"),
    ANONYMOUS_CODE(
            12,
            Verdict.DENIED,
            "it made memory executable that is not a file",
            "if it makes code at run time, grant the process"),
    WRITABLE_CODE(
            13,
            Verdict.DENIED,
            "it made memory executable and writable at once",
            "if it makes code at run time, grant the process"),
    UNLISTED_CODE(
            14,
            Verdict.DENIED,
            "it mapped a file executable that is not listed",
            "enable fs-verity on the libraries that it needs, list them and execute it again"),
    CHANGED_CODE(
            15,
            Verdict.DENIED,
            "it made memory executable that it had written to",
            "if it changes its code at run time, grant the process"),
    TRACED(16, Verdict.DENIED, "it is traced, or was when it was executed", "execute it again without a tracer"),
    BORROWED_MEMORY(17, Verdict.DENIED, "its memory is another process's", "have the process itself call bpf()"),
    READ_IS_EXECUTE(
            18,
            Verdict.DENIED,
            "its personality makes all its memory executable",
            "execute it without the personality READ_IMPLIES_EXEC"),
    TOO_MANY_FILES(19, Verdict.DENIED, "it mapped more than 64 files executable", "grant the process"),
    REVOKED_CODE(20, Verdict.DENIED, "a file that it mapped executable is no longer listed", "list the file"),
    GRANTED_PROCESS(21, Verdict.GRANTED, "this process has a grant", ""),
    OWN_OBJECT(22, Verdict.DENIED, "it asked for a map, program or link of the gate", ""),
    PROTECTED_PROCESS(23, Verdict.DENIED, "it would trace a process that the gate trusts, or be traced as one", ""),
    FORGED_MEMORY_MAP(24, Verdict.DENIED, "it would change what the kernel knows of its memory", ""),
    MOVED_CODE(
            25,
            Verdict.DENIED,
            "it moved code to another address",
            "if it changes its code at run time, grant the process"),
    OPENED_MEMORY(
            26,
            Verdict.DENIED,
            "it opened a /proc/PID/mem for writing, through which code can be changed",
            "execute it again"),
    OFF_SWITCH(27, Verdict.DENIED, "it would turn off what runs the gate's programs", ""),
    SECURITY_OVERRIDE(28, Verdict.DENIED, "its program would answer for the gate", ""),
    LOCKED_PIN(29, Verdict.DENIED, "it would take away what keeps the gate, which is locked", ""),
    PROBED_CODE(
            30,
            Verdict.DENIED,
            "there are or were breakpoints in its code (uprobes), or it asked for such and may not call bpf()",
            "end the tracing and execute it again; or list the tracer");

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
