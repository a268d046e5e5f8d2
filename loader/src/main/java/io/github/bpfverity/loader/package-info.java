/** Loads BPF objects into the kernel and gives handles to what was made. */
@NullMarked
package io.github.bpfverity.loader;

import org.jspecify.annotations.NullMarked;
