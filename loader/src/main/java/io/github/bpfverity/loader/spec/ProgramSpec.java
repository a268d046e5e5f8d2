package io.github.bpfverity.loader.spec;

/**
 * One program as its object describes it.
 *
 * @param name the C function's name
 * @param section the ELF section it stands in, such as {@code lsm.s/bpf} or {@code ?xdp}
 * @param prefix the part of the section's name that chose the type, such as {@code lsm.s}; see {@link SectionTable}
 * @param attachTarget the section's name after the prefix and its slash, {@code ""} if there is none
 * @param type a {@link ProgramType}
 * @param expectedAttachType an {@link AttachType}; 0 also where the type has none
 * @param attachTypeOptional whether a kernel that knows no expected attach type may be given 0
 * @param flags {@code BPF_F_*} of {@code BPF_PROG_LOAD}: {@link #SLEEPABLE}, {@link #XDP_HAS_FRAGS}
 * @param attachBtf how the BTF id of the attach target is found
 * @param autoload whether loading the object loads this program; {@code ?} before the section's name clears it. Of no
 *     account for one that a struct_ops map names: it is loaded if such a map is created
 * @param sectionIndex the ELF index of the section
 * @param firstInstruction where in the section the program begins, in instructions
 * @param instructionCount its length before subprograms are appended
 */
public record ProgramSpec(
        String name,
        String section,
        String prefix,
        String attachTarget,
        int type,
        int expectedAttachType,
        boolean attachTypeOptional,
        int flags,
        AttachBtf attachBtf,
        boolean autoload,
        int sectionIndex,
        int firstInstruction,
        int instructionCount) {

    /** {@code BPF_F_SLEEPABLE}. */
    public static final int SLEEPABLE = 1 << 4;

    /** {@code BPF_F_XDP_HAS_FRAGS}. */
    public static final int XDP_HAS_FRAGS = 1 << 5;

    /** Whether the program may sleep. */
    public boolean sleepable() {
        return (flags & SLEEPABLE) != 0;
    }

    /** The same program, loaded with its object or not. */
    public ProgramSpec withAutoload(boolean load) {
        return new ProgramSpec(
                name,
                section,
                prefix,
                attachTarget,
                type,
                expectedAttachType,
                attachTypeOptional,
                flags,
                attachBtf,
                load,
                sectionIndex,
                firstInstruction,
                instructionCount);
    }

    /** The same code as another type of program, without an attach target in BTF. */
    public ProgramSpec withType(int programType, int attachType) {
        return new ProgramSpec(
                name,
                section,
                prefix,
                attachTarget,
                programType,
                attachType,
                false,
                flags,
                AttachBtf.NONE,
                autoload,
                sectionIndex,
                firstInstruction,
                instructionCount);
    }

    /** The same program with another expected attach type. */
    public ProgramSpec withExpectedAttachType(int attachType) {
        return new ProgramSpec(
                name,
                section,
                prefix,
                attachTarget,
                type,
                attachType,
                attachTypeOptional,
                flags,
                attachBtf,
                autoload,
                sectionIndex,
                firstInstruction,
                instructionCount);
    }

    /** The same program for another target: a hook, a function, a tracepoint, as the prefix has it. */
    public ProgramSpec withAttachTarget(String target) {
        return new ProgramSpec(
                name,
                section,
                prefix,
                target,
                type,
                expectedAttachType,
                attachTypeOptional,
                flags,
                attachBtf,
                autoload,
                sectionIndex,
                firstInstruction,
                instructionCount);
    }

    /** The same program with other {@code BPF_PROG_LOAD} flags. */
    public ProgramSpec withFlags(int loadFlags) {
        return new ProgramSpec(
                name,
                section,
                prefix,
                attachTarget,
                type,
                expectedAttachType,
                attachTypeOptional,
                loadFlags,
                attachBtf,
                autoload,
                sectionIndex,
                firstInstruction,
                instructionCount);
    }

    /** The same program with an attach target that is found otherwise: in the kernel, or in another program. */
    public ProgramSpec withAttachBtf(AttachBtf where) {
        return new ProgramSpec(
                name,
                section,
                prefix,
                attachTarget,
                type,
                expectedAttachType,
                attachTypeOptional,
                flags,
                where,
                autoload,
                sectionIndex,
                firstInstruction,
                instructionCount);
    }
}
