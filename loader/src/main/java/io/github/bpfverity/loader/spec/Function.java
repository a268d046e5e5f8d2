package io.github.bpfverity.loader.spec;

/**
 * One function in a section of code.
 *
 * @param index its place among the object's functions
 * @param name the symbol's name
 * @param section the place of its section in {@link ObjectCode#sections}
 * @param first where in the section it begins, in instructions
 * @param count its length in instructions, at least 1
 * @param global whether other objects could call it
 * @param hidden whether it is global but to be verified with its callers, as static functions are
 */
public record Function(int index, String name, int section, int first, int count, boolean global, boolean hidden) {
    /** The first instruction after it. */
    public int end() {
        return first + count;
    }
}
