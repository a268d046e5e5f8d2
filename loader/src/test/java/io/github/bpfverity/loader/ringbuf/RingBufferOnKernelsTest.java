package io.github.bpfverity.loader.ringbuf;

import org.junit.jupiter.api.Tag;

/** The same on the booted kernels. */
@Tag("kernel")
class RingBufferOnKernelsTest extends RingBufferTest {}
