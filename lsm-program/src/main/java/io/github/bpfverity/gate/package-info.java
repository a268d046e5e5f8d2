/**
 * The gate's program and the records it shares with user space.
 *
 * <p>{@code src/main/bpf/gate.h} describes the records; each has a class here, in the same order of members. A test
 * compares the two through the type information of the compiled objects. Nothing here loads anything.
 */
@NullMarked
package io.github.bpfverity.gate;

import org.jspecify.annotations.NullMarked;
