/**
 * CO-RE: what a program compiled against one set of types must change to run on another.
 *
 * <p>The rules are those of the kernel's {@code tools/lib/bpf/relo_core.c}, which the loaders everybody uses
 * share.
 */
@NullMarked
package io.github.bpfverity.btf.core;

import org.jspecify.annotations.NullMarked;
