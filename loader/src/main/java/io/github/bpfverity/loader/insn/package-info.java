/** Single BPF instructions, as longs. */
@NullMarked
package io.github.bpfverity.loader.insn;

import org.jspecify.annotations.NullMarked;
