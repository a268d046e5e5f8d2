package io.github.bpfverity.btf;

/**
 * An instruction whose operand depends on the kernel's types; {@code struct bpf_core_relo}.
 *
 * @param insnOffset bytes from the start of the section
 * @param typeId the type as the program was compiled with it
 * @param access the way from the type to what is asked about: indices separated by colons
 */
public record CoreRelocation(int insnOffset, int typeId, String access, CoreRelocationKind kind)
        implements InsnRecord {}
