package io.github.bpfverity.loader;

import org.junit.jupiter.api.Tag;

/** The same on the booted kernels. */
@Tag("kernel")
class LoaderOnKernelsTest extends LoaderTest {}
