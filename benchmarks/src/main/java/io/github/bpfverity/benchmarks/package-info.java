/** Measures the loader against other loaders on the same work, in turns, on one machine. */
@NullMarked
package io.github.bpfverity.benchmarks;

import org.jspecify.annotations.NullMarked;
