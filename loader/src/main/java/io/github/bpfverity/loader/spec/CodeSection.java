package io.github.bpfverity.loader.spec;

import io.github.bpfverity.loader.insn.Insn;
import java.util.List;

/** The instructions of one section, and what in them is left to the linker. */
public final class CodeSection {
    private final int elfIndex;
    private final String name;
    private final long[] code;
    private final List<Reference> references;

    /** Takes over both the code and the references, the latter sorted by instruction. */
    CodeSection(int elfIndex, String name, long[] code, List<Reference> references) {
        this.elfIndex = elfIndex;
        this.name = name;
        this.code = code;
        this.references = references;
    }

    /** The section's index in the file. */
    public int elfIndex() {
        return elfIndex;
    }

    /** The section's name in the file. */
    public String name() {
        return name;
    }

    /** The number of instructions, slots of wide loads counted one by one. */
    public int size() {
        return code.length;
    }

    /** One instruction, laid out as {@link Insn} has it. */
    public long instruction(int index) {
        return code[index];
    }

    /** Copies {@code count} instructions from {@code first} on to {@code target[at]} and after. */
    public void copy(int first, int count, long[] target, int at) {
        System.arraycopy(code, first, target, at, count);
    }

    /** All references, in the order of their instructions. */
    public List<Reference> references() {
        return references;
    }

    /** The references of the instructions from {@code first} up to but not including {@code end}. */
    public List<Reference> references(int first, int end) {
        return references.subList(lowerBound(first), lowerBound(end));
    }

    private int lowerBound(int instruction) {
        int low = 0;
        int high = references.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (references.get(middle).instruction() < instruction) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
