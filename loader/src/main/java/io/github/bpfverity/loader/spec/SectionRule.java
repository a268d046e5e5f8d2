package io.github.bpfverity.loader.spec;

/**
 * What programs in sections of one name are.
 *
 * @param prefix the name, or what comes before the slash in it
 * @param takesTarget whether a slash and an attach target may follow the prefix
 * @param type a {@link ProgramType}
 * @param attachType an {@link AttachType}; 0 also where the type has none
 * @param attachTypeOptional whether a kernel that knows no expected attach type may be given 0
 * @param flags {@code BPF_F_*} of {@code BPF_PROG_LOAD}
 * @param attachBtf how the BTF id of the attach target is found
 */
public record SectionRule(
        String prefix,
        boolean takesTarget,
        int type,
        int attachType,
        boolean attachTypeOptional,
        int flags,
        AttachBtf attachBtf) {

    /** What programs in a section of an unknown name are: of no type until they are given one. */
    static SectionRule unknown(String section) {
        return new SectionRule(section, false, ProgramType.UNSPEC, 0, false, 0, AttachBtf.NONE);
    }

    /** What follows the prefix and its slash in a section's name, {@code ""} if nothing does. */
    String target(String section) {
        return section.length() > prefix.length() ? section.substring(prefix.length() + 1) : "";
    }

    SectionRule withTarget() {
        return new SectionRule(prefix, true, type, attachType, attachTypeOptional, flags, attachBtf);
    }

    SectionRule optional() {
        return new SectionRule(prefix, takesTarget, type, attachType, true, flags, attachBtf);
    }

    SectionRule flagged(int more) {
        return new SectionRule(prefix, takesTarget, type, attachType, attachTypeOptional, flags | more, attachBtf);
    }

    SectionRule attachedTo(AttachBtf btf) {
        return new SectionRule(prefix, takesTarget, type, attachType, attachTypeOptional, flags, btf);
    }
}
