package io.github.bpfverity.btf;

/** What {@code .BTF.ext} says about one instruction. */
sealed interface InsnRecord permits FuncInfo, LineInfo, CoreRelocation {
    /** Bytes from the start of the section. */
    int insnOffset();
}
