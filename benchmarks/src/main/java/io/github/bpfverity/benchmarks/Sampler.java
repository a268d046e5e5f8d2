package io.github.bpfverity.benchmarks;

import java.io.IOException;

/** One side of a row: does the work and measures it. */
interface Sampler {
    /** The times that doing the work {@code times} times took, in nanoseconds or the row's own unit. */
    long[] sample(int times) throws IOException;
}
