package io.github.bpfverity.loader.kernel;

import org.junit.jupiter.api.Tag;

/** The same on the booted kernels. */
@Tag("kernel")
class RequestLayoutOnKernelsTest extends RequestLayoutTest {}
