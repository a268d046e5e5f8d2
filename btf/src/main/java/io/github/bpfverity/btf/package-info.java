/**
 * BPF type information: the {@code .BTF} and {@code .BTF.ext} sections of objects and the kernel's own types.
 *
 * <p>Formats: {@code Documentation/bpf/btf.rst} and {@code include/uapi/linux/btf.h} of the kernel.
 */
@NullMarked
package io.github.bpfverity.btf;

import org.jspecify.annotations.NullMarked;
