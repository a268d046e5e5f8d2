package io.github.bpfverity.loader;

import org.junit.jupiter.api.Tag;

/** The same on the booted kernels, where more program types can be loaded. */
@Tag("kernel")
class LibbpfDifferenceOnKernelsTest extends LibbpfDifferenceTest {}
