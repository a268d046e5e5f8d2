package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;

/**
 * Types that a program may be relocated to.
 *
 * @param btf the kernel's types, or a module's on their base
 * @param module the module's name, {@code vmlinux} for the kernel itself
 */
public record CoreTarget(Btf btf, String module) {}
