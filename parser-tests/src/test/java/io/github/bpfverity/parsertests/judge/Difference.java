package io.github.bpfverity.parsertests.judge;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where our parser and the kernel's checker differ, and why; {@code docs/parsers.md} tells the same at more length.
 * The kernel checks what it is about to trust, our parser reads what kernels and compilers of any age have written.
 */
enum Difference {
    /** Names are bytes to us: types of a kernel have names that the kernel would not take from a program. */
    NAMES(false, "Invalid name|Invalid value"),
    /** A type where the kernel wants one of another kind, or one whose size it knows. */
    REFERENCES(
            false,
            "Invalid type_id|Invalid (elem|index|member|arg#\\d+|return type).*|No type found|Invalid component_idx|"
                    + "Invalid type|Invalid member base type|Invalid member bitfield_size"),
    /** An integer of more than one encoding, a floating point number of a size that no CPU has. */
    SCALARS(false, "Unsupported encoding|Invalid type_size|Invalid int_data.*|nr_bits exceeds type_size"),
    /** Where a member ends follows from its type, which we do not ask when we read a struct. */
    MEMBER_ENDS(false, "Member exceeds struct_size"),
    /** Linkage is not ours to judge. */
    LINKAGE(false, "Linkage not supported|Invalid func linkage"),
    /** The kernel's checker follows pointers, too. */
    LOOPS(false, "Loop detected|Exceeded max resolving depth.*"),
    /** Compilers leave the size of data sections to the loader, which fills it in. */
    DATA_SECTIONS(false, "size == 0|Invalid size|Invalid offset|Invalid offset\\+size|vlen == 0"),
    /** An enum that is declared only has no size, and gcc 12 leaves a number where a fwd has none. */
    DECLARATIONS(false, "Unexpected size|type != 0"),
    /** Old compilers wrote type tags behind modifiers. */
    TAG_ORDER(false, "Type tags don't precede modifiers"),
    /** The kernel reads the 32-byte header since 7.1 only, and wants its blocks without gaps. */
    HEADER(
            false,
            "Unsupported section found|Unsupported btf_header|Invalid section offset|Section overlap found|E2BIG|"
                    + "Unsupported flags|Unsupported version"),
    /** Flags of kinds that have none yet in an older kernel, bits that it wants to be zero. */
    FLAGS(false, "Invalid btf_info kind_flag|Invalid btf_info:.*|vlen != 0|Incorrect kind_flag|Invalid kind.*"),
    /** Encodings that the kernel prints as unknown but takes in an integer it never shows. */
    OWN_ENCODING(true, "unknown encoding");

    /** True for what only we refuse. */
    private final boolean ours;

    private final Pattern reason;

    Difference(boolean ours, String reason) {
        this.ours = ours;
        this.reason = Pattern.compile("(?:" + reason + ")(?: .*)?$");
    }

    /** The documented difference that explains a disagreement. */
    static Optional<Difference> of(Verdict verdict) {
        boolean ours = verdict.ours().isPresent();
        String reason = ours ? verdict.ours().get() : verdict.kernels().orElseThrow();
        return Arrays.stream(values())
                .filter(difference -> difference.ours == ours
                        && difference.reason.matcher(reason).find())
                .findFirst();
    }
}
