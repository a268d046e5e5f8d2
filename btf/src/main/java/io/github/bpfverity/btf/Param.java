package io.github.bpfverity.btf;

/** A parameter of a function; type 0 in last place stands for {@code ...}. */
public record Param(String name, int type) {}
