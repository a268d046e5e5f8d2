package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;

/** Compares types of two files outside of CO-RE relocations. */
public final class TypeComparison {
    private TypeComparison() {}

    /**
     * Whether one type may stand for the other, as {@code bpf_core_types_are_compat} of libbpf's {@code relo_core.c}
     * has it: kinds agree all the way through pointers, arrays, parameters and results; names and sizes do not
     * count. Types that are nested more than 32 deep do not.
     */
    public static boolean compatible(Btf local, int localId, Btf target, int targetId) {
        try {
            return new TypeCompatibility(local, target).types(localId, targetId);
        } catch (CoreException e) {
            return false;
        }
    }
}
