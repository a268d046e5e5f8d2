package io.github.bpfverity.loader.link;

import io.github.bpfverity.loader.insn.Insn;

/**
 * Calls of helpers that cannot exist, put where an instruction has nothing to work on. The verifier drops them with
 * the dead code around them, and refuses a program that can reach one. The numbers are libbpf's, so that program
 * tags are the same.
 */
final class Poison {
    /** A CO-RE relocation without a target. */
    static final int CORE = 0xbad2310;

    /** Plus the map's index: a map that is not created. */
    static final int MAP = 2_001_000_000;

    /** A weak kernel function that the kernel does not have, where the verifier is to say which call it met. */
    static final int KERNEL_FUNCTION = 2_002_000_000;

    private Poison() {}

    static void apply(long[] code, int instruction, int call) {
        boolean wide = Insn.isWide(code[instruction]);
        code[instruction] = Insn.of(Insn.CALL, 0, 0, 0, call);
        if (wide) {
            code[instruction + 1] = code[instruction];
        }
    }
}
