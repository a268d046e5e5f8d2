package io.github.bpfverity.loader.insn;

/** One instruction in a {@code long}. */
public final class Insn {
    private Insn() {}
}
