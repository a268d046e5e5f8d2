package io.github.bpfverity.btf;

/**
 * Which function begins at an instruction; {@code struct bpf_func_info}.
 *
 * @param insnOffset bytes from the start of the section
 * @param typeId the id of its {@link BtfType.Func}
 */
public record FuncInfo(int insnOffset, int typeId) implements InsnRecord {}
