package io.github.bpfverity.loader.link;

/**
 * An instruction that needs the descriptor of a kernel module's BTF; its BTF id is in place.
 *
 * <p>A {@link Use#CALL} wants in {@code off} the index, from 1, of the descriptor in the program's
 * {@code fd_array}; a {@link Use#VARIABLE} wants the descriptor itself in the {@code imm} of its second half.
 *
 * @param instruction the index of the instruction (of its first half) in the program's code
 * @param module the module's name
 * @param use what the instruction does with it
 */
public record ModuleReference(int instruction, String module, Use use) {

    /** What an instruction takes from a module. */
    public enum Use {
        /** Calls one of its functions. */
        CALL,
        /** Loads the address of one of its variables. */
        VARIABLE
    }
}
