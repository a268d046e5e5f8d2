/** Rings that programs and this process share: ring buffers in both directions, and perf buffers. */
@NullMarked
package io.github.bpfverity.loader.ringbuf;

import org.jspecify.annotations.NullMarked;
