/** Reading what programs write to ring buffers. */
@NullMarked
package io.github.bpfverity.loader.ringbuf;

import org.jspecify.annotations.NullMarked;
