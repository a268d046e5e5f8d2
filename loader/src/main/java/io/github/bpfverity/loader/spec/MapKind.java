package io.github.bpfverity.loader.spec;

/** What in an object a map was made from. */
public enum MapKind {
    /** A variable in {@code .maps}. */
    DECLARED,
    /** A {@code struct bpf_map_def} in {@code maps}. */
    LEGACY,
    /** {@code .data} and {@code .data.*}. */
    DATA,
    /** {@code .rodata} and {@code .rodata.*}: filled, then frozen. */
    RODATA,
    /** {@code .bss} and {@code .bss.*}. */
    BSS,
    /** The values of {@code __kconfig} externs: filled at link, then frozen. */
    KCONFIG,
    /** A variable in {@code .struct_ops} or {@code .struct_ops.link}. */
    STRUCT_OPS;

    /** Whether the map is one array element that holds a section's bytes. */
    public boolean isData() {
        return switch (this) {
            case DATA, RODATA, BSS, KCONFIG -> true;
            case DECLARED, LEGACY, STRUCT_OPS -> false;
        };
    }

    /** Whether programs and user space may only read it once it is filled. */
    public boolean isReadOnly() {
        return this == RODATA || this == KCONFIG;
    }
}
