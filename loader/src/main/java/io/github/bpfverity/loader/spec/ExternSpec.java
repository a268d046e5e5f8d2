package io.github.bpfverity.loader.spec;

/**
 * Something an object names and the kernel has to supply.
 *
 * @param name the C name, flavour suffix ({@code ___x}) included
 * @param kind where it is looked for
 * @param weak whether the object can do without
 * @param typeId for KCONFIG and the typed kinds, its type in the object's BTF: a FUNC for a kernel function
 * @param size for KCONFIG, the bytes it takes
 * @param offset for KCONFIG, where in the map its value goes
 */
public record ExternSpec(String name, Kind kind, boolean weak, int typeId, int size, int offset) {

    /** Where the kernel keeps what an extern names. */
    public enum Kind {
        /** A kernel configuration value, or one of the {@code LINUX_*} values. */
        KCONFIG,
        /** A kernel function BPF may call. */
        KERNEL_FUNCTION,
        /** A kernel variable with a type in BTF. */
        KERNEL_VARIABLE,
        /** A kernel symbol known by its address alone. */
        KERNEL_ADDRESS
    }
}
