package io.github.bpfverity.loader.spec;

/** The {@code pinning} attribute of a declared map. */
public enum Pinning {
    /** Not pinned. */
    NONE,
    /** Pinned under its own name in the loader's pin directory, and taken from there if it exists. */
    BY_NAME
}
