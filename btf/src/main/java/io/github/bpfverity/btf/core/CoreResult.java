package io.github.bpfverity.btf.core;

import org.jspecify.annotations.Nullable;

/** What a CO-RE relocation comes to on one kernel. */
public sealed interface CoreResult {
    /**
     * The operand is to be replaced.
     *
     * @param localValue what the compiler put there
     * @param targetValue what belongs there
     * @param validate false if the compiler may have put another value there for good reasons
     * @param memory what a load or store at a {@code FIELD_BYTE_OFFSET} accesses; null for everything else
     */
    record Value(
            long localValue,
            long targetValue,
            boolean validate,
            @Nullable MemoryAccess memory) implements CoreResult {}

    /**
     * There is nothing to access: the instruction must not be reached.
     *
     * @param reason what was not found and where, naming type and field
     */
    record Poison(String reason) implements CoreResult {}

    /**
     * The size of the field that a load or store accesses.
     *
     * @param localSize bytes, as the program was compiled
     * @param targetSize bytes on this kernel
     * @param adjustable true if a load of the target's size gives the same value: pointers, and integers that
     *     are not signed. If false and the sizes differ, a load or store must be poisoned.
     */
    record MemoryAccess(long localSize, long targetSize, boolean adjustable) {
        /** True if the instruction's size must change. */
        public boolean changes() {
            return localSize != targetSize;
        }
    }
}
